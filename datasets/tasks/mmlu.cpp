#include <algorithm>
#include <string>
#include <system_error>

#include "datasets/tasks/csv.h"
#include "datasets/tasks/task_files.h"
#include "datasets/tasks/task_records.h"
#include "engine/base/input_error.h"
#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChoices = 4;
constexpr std::size_t kColumns = kChoices + 2;  // question, choices, answer
constexpr std::size_t kMaxSubjects = 1000;
// A large set of answered questions before each of many questions would fill any memory.
constexpr std::size_t kMaxContextBytes = std::size_t{256} << 20;

struct Question {
  std::string text;  // question, choices and "Answer:"
  std::size_t answer;
};

std::string letter(std::size_t choice) { return {static_cast<char>('A' + choice)}; }

// A letter, or the index that files with a header have.
std::size_t answer_of(const CsvRow& row, const std::string& file) {
  const std::string& answer = row.fields.back();
  for (std::size_t choice = 0; choice < kChoices; ++choice) {
    if (answer == letter(choice) || answer == std::to_string(choice)) return choice;
  }
  throw InputError(file, "line " + std::to_string(row.line), "an answer A to D, or 0 to 3", answer);
}

Question question_of(const CsvRow& row, const std::string& file) {
  std::string text(without_space_around(row.fields[0]));
  for (std::size_t choice = 0; choice < kChoices; ++choice) {
    text += "\n" + letter(choice) + ". " + row.fields[choice + 1];
  }
  return {text + "\nAnswer:", answer_of(row, file)};
}

bool is_header(const CsvRow& row) {
  return row.fields.front() == "question" && row.fields.back() == "answer";
}

std::vector<Question> questions_of(const fs::path& path) {
  std::vector<Question> questions;
  const std::string file = path.string();
  for_each_csv_row(read_data_file(path), file, kColumns, [&](const CsvRow& row) {
    if (questions.empty() && is_header(row)) return;
    if (questions.size() == kMaxTaskItems) {
      throw InputError(file, "", "at most " + std::to_string(kMaxTaskItems) + " items", "more");
    }
    questions.push_back(question_of(row, file));
  });
  return questions;
}

// "high_school_physics" of high_school_physics_test.csv, or "".
std::string subject_of(const fs::path& path) {
  const std::string name = path.filename().string();
  for (const std::string_view end : {"_test.csv", "_val.csv", "_dev.csv"}) {
    if (name.ends_with(end)) return name.substr(0, name.size() - end.size());
  }
  return "";
}

std::string spoken(std::string subject) {
  std::replace(subject.begin(), subject.end(), '_', ' ');
  return subject;
}

fs::path examples_path(const fs::path& path) {
  const std::string name = subject_of(path) + "_dev.csv";
  const fs::path folder = path.parent_path();
  std::error_code error;
  return fs::exists(folder / name, error) ? folder / name : folder / ".." / "dev" / name;
}

// What stands before every question of a subject.
std::string beginning(const fs::path& path, std::int64_t few_shot) {
  std::string text = "The following are multiple choice questions (with answers) about " +
                     spoken(subject_of(path)) + ".\n\n";
  if (few_shot == 0) return text;
  const fs::path from = examples_path(path);
  const std::vector<Question> examples = questions_of(from);
  if (std::cmp_less(examples.size(), few_shot)) {
    throw InputError(from.string(), "", std::to_string(few_shot) + " answered questions",
                     std::to_string(examples.size()));
  }
  for (std::size_t i = 0; std::cmp_less(i, few_shot); ++i) {
    text += examples[i].text + " " + letter(examples[i].answer) + "\n\n";
  }
  return text;
}

void read_subject(const fs::path& path, std::int64_t few_shot, std::vector<TaskItem>& items,
                  std::size_t& context_bytes) {
  if (subject_of(path).empty()) {
    throw InputError(path.string(), "", "a name such as anatomy_test.csv, which tells the subject",
                     path.filename().string());
  }
  const std::string before = beginning(path, few_shot);
  for (const Question& question : questions_of(path)) {
    context_bytes += before.size() + question.text.size();
    if (context_bytes > kMaxContextBytes) {
      throw InputError(path.string(), "", "questions with examples of at most 256 MiB", "more");
    }
    add_item(items,
             {.contexts = {before + question.text},
              .continuations = {" A", " B", " C", " D"},
              .answer = question.answer,
              .subject = subject_of(path)},
             path.string());
  }
}

// The files of the subjects by name, whatever order the folder gives them in.
std::vector<fs::path> subject_files(const fs::path& folder) {
  std::error_code error;
  const fs::path inner = fs::is_directory(folder / "test", error) ? folder / "test" : folder;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(inner, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().ends_with("_test.csv")) files.push_back(entry->path());
    if (files.size() > kMaxSubjects) {
      throw InputError(inner.string(), "", "at most 1000 subjects", "more");
    }
  }
  if (files.empty()) throw InputError(inner.string(), "", "files SUBJECT_test.csv", "none");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<TaskItem> read_mmlu(const fs::path& path, std::int64_t few_shot) {
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  std::vector<TaskItem> items;
  std::size_t context_bytes = 0;
  for (const fs::path& file : folder ? subject_files(path) : std::vector{path}) {
    read_subject(file, few_shot, items, context_bytes);
  }
  return items;
}

}  // namespace mllm_npu
