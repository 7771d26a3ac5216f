#pragma once

// The facts about one decoder-only language model that decide shapes and arithmetic: no weights.
// Field names are those of a Hugging Face config.json where that has one.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mllm_npu {

// How a hidden state x is normalized, per token:
//   kRmsNorm         x / rms(x) · w
//   kRmsNormPlusOne  x / rms(x) · (1 + w)          (Gemma stores w − 1)
//   kLayerNorm       (x − mean(x)) / std(x) · w + b
enum class Normalization { kRmsNorm, kRmsNormPlusOne, kLayerNorm };

// kGeluTanh is the tanh form, which Hugging Face calls gelu_new and gelu_pytorch_tanh.
enum class Activation { kSilu, kGelu, kGeluTanh };

struct ModelConfig {
  std::string name;   // as on the command line, e.g. "qwen1.5-1.8b"
  std::string title;  // as the paper prints it, e.g. "Qwen1.5-1.8B"
  // Which names a checkpoint gives its weights: "llama", "mistral", "qwen2", "gemma", "phi". The
  // arithmetic never reads it.
  std::string model_type;

  // Sizes; all count elements, not bytes.
  std::int64_t hidden_size = 0;              // width of the residual stream
  std::int64_t intermediate_size = 0;        // width inside the MLP (FFN)
  std::int64_t num_hidden_layers = 0;        // transformer blocks
  std::int64_t num_attention_heads = 0;      // query heads
  std::int64_t num_key_value_heads = 0;      // divides num_attention_heads; equal without grouping
  std::int64_t head_dim = 0;                 // width of one head; even
  std::int64_t vocab_size = 0;               // rows of the embedding, padding rows included
  std::int64_t max_position_embeddings = 0;  // longest context, in tokens
  std::optional<std::int64_t> sliding_window{};  // tokens an attention head looks back; none: all

  // Arithmetic of one block.
  Normalization normalization = Normalization::kRmsNorm;
  double norm_eps = 0;  // rms_norm_eps or layer_norm_eps: added under the root, no unit
  Activation hidden_act = Activation::kSilu;
  bool gated_mlp = true;             // down(act(gate(x)) · up(x)); false: down(act(up(x))), which
                                     // Phi-2 calls fc2(act(fc1(x)))
  bool parallel_block = false;       // x + attention(n) + mlp(n) with the one norm n of x (Phi-2);
                                     // false: the MLP sees a second norm, that of x + attention
  double rope_theta = 0;             // base of the rotary angles
  double partial_rotary_factor = 1;  // share of head_dim that is rotated, in (0, 1]
  bool qkv_bias = false;             // q, k and v add a bias; Hugging Face: attention_bias
  bool output_bias = false;          // o adds a bias
  bool mlp_bias = false;             // the linears of the MLP add a bias

  // Both ends.
  double embedding_scale = 1;        // factor on the embedding's rows (Gemma: √hidden_size)
  bool tie_word_embeddings = false;  // the LM head uses the embedding's matrix
  bool lm_head_bias = false;         // the LM head adds a bias

  friend bool operator==(const ModelConfig&, const ModelConfig&) = default;
};

// Reads a model card. A card is {"name", "title", "groups": [{"source", "facts": {...}}, ...]}:
// each fact stands in the group whose source states it, under the name of its field above
// (`norm_eps` under rms_norm_eps or layer_norm_eps, by normalization), and all must be there.
// Errors: InputError for an unknown, missing or doubled key, a wrong type, a value out of range, or
// facts that contradict each other.
ModelConfig read_model_config(const std::filesystem::path& path);

// The linears of one block. Named as in the paper's Fig. 10: q_proj, ..., down_proj.
enum class LinearRole { kQ, kK, kV, kO, kGate, kUp, kDown };
const char* linear_name(LinearRole role);

// What a block's linears read: q, k and v read one input, as do gate and up.
enum class LinearInput { kQkv, kOutput, kGateUp, kDown };
inline constexpr std::size_t kLinearInputs = 4;
LinearInput input_of(LinearRole role);

// y[m, n] = x[m, k] · w[k, n] (+ b[n] where `bias`).
struct LinearShape {
  LinearRole role;
  std::int64_t k;
  std::int64_t n;
  bool bias;
};

// The linears of one block in the order in which data passes them: 7, or 6 without a gate.
std::vector<LinearShape> block_linears(const ModelConfig& model);

// Those that read `input`, in the order of LinearRole.
std::vector<LinearRole> roles_of(const ModelConfig& model, LinearInput input);

// Widths: all query heads, all key heads (or all value heads), the rotated part of a head.
std::int64_t query_size(const ModelConfig& model);
std::int64_t key_value_size(const ModelConfig& model);
std::int64_t rotary_size(const ModelConfig& model);

// Weights of the linears of all blocks: what an NPU multiplies with. No biases, no LM head.
std::int64_t linear_weight_count(const ModelConfig& model);

// Every stored number: embedding, blocks with norms and biases, last norm, LM head unless tied.
std::int64_t parameter_count(const ModelConfig& model);

}  // namespace mllm_npu
