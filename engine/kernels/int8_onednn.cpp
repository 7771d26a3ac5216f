#include "engine/kernels/int8_onednn.h"

#include <dnnl.hpp>
#include <unordered_map>

namespace mllm_npu {
namespace {

using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

// What the layout of the weights is chosen for; products of other row counts use it too.
constexpr std::int64_t kUsualRows = 256;

dnnl::matmul::primitive_desc product(const dnnl::engine& engine, std::int64_t rows,
                                     const Desc& weights) {
  const auto inputs = weights.dims()[0];
  const auto outputs = weights.dims()[1];
  const Desc x({rows, inputs}, Type::s8, Tag::ab);
  const Desc y({rows, outputs}, Type::s32, Tag::ab);
  return {dnnl::matmul::desc(x, weights, y), engine};
}

}  // namespace

struct OneDnnInt8Weights::Packed {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::memory memory;
};

OneDnnInt8Weights::OneDnnInt8Weights(MatrixView<const std::int8_t> weights)
    : packed_(std::make_unique<Packed>()) {
  const dnnl::memory::dims shape{weights.columns, weights.rows};  // oneDNN's: inputs, outputs
  const dnnl::engine& engine = packed_->engine;
  const Desc any(shape, Type::s8, Tag::any);
  packed_->memory = {product(engine, kUsualRows, any).weights_desc(), engine};
  // oneDNN only reads what it reorders from, but takes a pointer to write.
  dnnl::memory plain({shape, Type::s8, dnnl::memory::dims{1, weights.stride}}, engine,
                     const_cast<std::int8_t*>(weights.data));
  dnnl::stream stream(engine);
  dnnl::reorder(plain, packed_->memory).execute(stream, plain, packed_->memory);
  stream.wait();
}

OneDnnInt8Weights::~OneDnnInt8Weights() = default;

std::int64_t OneDnnInt8Weights::bytes() const {
  return static_cast<std::int64_t>(packed_->memory.get_desc().get_size());
}

struct OneDnnInt8Matmul::Prepared {
  Prepared(const dnnl::engine& engine, const dnnl::matmul::primitive_desc& desc,
           const dnnl::memory& weights)
      : primitive(desc),
        stream(engine),
        x(desc.src_desc(), engine, nullptr),
        y(desc.dst_desc(), engine, nullptr),
        arguments{{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, y}} {}

  dnnl::matmul primitive;
  dnnl::stream stream;
  dnnl::memory x;
  dnnl::memory y;
  std::unordered_map<int, dnnl::memory> arguments;
};

OneDnnInt8Matmul::OneDnnInt8Matmul(const OneDnnInt8Weights& weights, std::int64_t rows) {
  const dnnl::memory& memory = weights.packed_->memory;
  const dnnl::engine& engine = weights.packed_->engine;
  prepared_ = std::make_unique<Prepared>(engine, product(engine, rows, memory.get_desc()), memory);
}

OneDnnInt8Matmul::~OneDnnInt8Matmul() = default;

void OneDnnInt8Matmul::run(MatrixView<const std::int8_t> x, MatrixView<std::int32_t> y) {
  prepared_->x.set_data_handle(const_cast<std::int8_t*>(x.data));  // which is only read
  prepared_->y.set_data_handle(y.data);
  prepared_->primitive.execute(prepared_->stream, prepared_->arguments);
  prepared_->stream.wait();
}

}  // namespace mllm_npu
