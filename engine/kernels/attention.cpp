#include "engine/kernels/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/parallel.h"

namespace mllm_npu {

void attention(MatrixView<const float> queries, std::int64_t first_position,
               const KeyValueStore& store, const AttentionShape& shape, MatrixView<float> out) {
  const auto block = KeyValueStore::kBlock;
  std::visit(
      [&](const auto& rows) {
        parallel_for(queries.rows * shape.heads, [&](std::int64_t task) {
          const std::int64_t token = task / shape.heads;
          const std::int64_t head = task % shape.heads;
          const std::int64_t kv_head = head / (shape.heads / shape.kv_heads);
          const std::int64_t p = first_position + token;
          const std::int64_t begin =
              shape.sliding_window ? std::max<std::int64_t>(0, p - *shape.sliding_window + 1) : 0;
          const float* q = queries.row(token).data() + head * shape.head_dim;
          std::vector<double> scores;
          for (std::int64_t key = begin; key <= p; ++key) {
            const auto* k = rows.keys.row(store.row_of(kv_head, key / block)).data() + key % block;
            double sum = 0;
            for (std::int64_t i = 0; i < shape.head_dim; ++i) {
              sum +=
                  static_cast<double>(q[i]) * static_cast<double>(static_cast<float>(k[i * block]));
            }
            scores.push_back(sum / std::sqrt(static_cast<double>(shape.head_dim)));
          }
          const double largest = *std::max_element(scores.begin(), scores.end());
          double total = 0;
          for (double& score : scores) total += score = std::exp(score - largest);
          for (std::int64_t i = 0; i < shape.head_dim; ++i) {
            double sum = 0;
            for (std::int64_t key = begin; key <= p; ++key) {
              const auto* v = rows.values.row(store.row_of(kv_head, key / block)).data() +
                              key % block * store.value_stride();
              sum += scores[static_cast<std::size_t>(key - begin)] *
                     static_cast<double>(static_cast<float>(v[i]));
            }
            out(token, head * shape.head_dim + i) = static_cast<float>(sum / total);
          }
        });
      },
      store.rows());
}

}  // namespace mllm_npu
