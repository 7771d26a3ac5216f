#include "plots/gnuplot_page.h"

#include <signal.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

#include <gnuplot-iostream.h>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "plots/style.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

constexpr double kDotsPerInch = 300;
constexpr const char* kDone = "picture drawn";  // gnuplot's last words when all went well

// ---- the script -------------------------------------------------------------------------------

std::string cell_text(const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return "?";
  if (const double* number = std::get_if<double>(&cell)) return number_text(*number);
  const std::string& text = std::get<std::string>(cell);
  MLLM_NPU_CHECK(text == file_stem(text), text);
  return quoted(text);
}

std::string row_text(const std::vector<Cell>& row) {
  std::string line;
  for (const Cell& cell : row) line += (line.empty() ? "" : " ") + cell_text(cell);
  return line + "\n";
}

// One file format: gnuplot's terminal, and what a length is in its units. The factors were found by
// measuring pictures: pngcairo and pdfcairo take a font's size at 96 dots per inch.
struct Format {
  const char* extension;
  const char* terminal;
  const char* inch;  // what follows the number in `size`; "" for dots
  double font;       // font size that is one point
  double marker;     // point size of a marker of 4 points
  double hair;       // line width of half a point
};

constexpr double kDotsPerPoint = kDotsPerInch / kPointsPerInch;
constexpr std::array<Format, 3> kFormats = {{
    {".png", "pngcairo", "", 0.75 * kDotsPerPoint, 2.9, kDotsPerPoint / 2},
    {".svg", "svg background 'white'", "", kDotsPerPoint, 0.55, kDotsPerPoint / 2},
    {".pdf", "pdfcairo", "in", 0.75, 0.62, 1},
}};

std::string size_text(const Format& format, double inches) {
  if (*format.inch != 0) return number_text(inches) + format.inch;
  return number_text(std::round(inches * kDotsPerInch));
}

std::string terminal_commands(const Format& format, const GnuplotPage& page,
                              const std::string& file) {
  std::ostringstream text;
  text << "reset\nset encoding utf8\nset datafile missing '?'\n"
       << "set terminal " << format.terminal << " noenhanced size "
       << size_text(format, page.width()) << ',' << size_text(format, page.height())
       << " font 'DejaVu Sans," << number_text(kFontPoints * format.font) << "' fontscale 1\n"
       << "marker = " << number_text(format.marker) << "\n"
       << "hair = " << number_text(format.hair) << "\n"
       << "set output " << quoted(file) << "\nset multiplot\n";
  return text.str();
}

// ---- gnuplot, the program ---------------------------------------------------------------------

bool is_on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  std::error_code ignored;
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (fs::is_regular_file(fs::path(folder) / program, ignored)) return true;
  }
  return false;
}

// While it lives, writing to a gnuplot that has given up fails instead of ending this program.
class BrokenPipesIgnored {
 public:
  BrokenPipesIgnored() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;  // NOLINT: the system's macro has an old-style cast
    sigaction(SIGPIPE, &ignore, &before_);
  }
  ~BrokenPipesIgnored() { sigaction(SIGPIPE, &before_, nullptr); }
  BrokenPipesIgnored(const BrokenPipesIgnored&) = delete;
  BrokenPipesIgnored& operator=(const BrokenPipesIgnored&) = delete;

 private:
  struct sigaction before_ {};
};

// Files of one folder that are gone when it is, unless renamed before.
class TemporaryFiles {
 public:
  explicit TemporaryFiles(fs::path folder) : folder_(std::move(folder)) {}
  ~TemporaryFiles() {
    std::error_code ignored;
    for (const std::string& name : names_) fs::remove(folder_ / name, ignored);
  }
  TemporaryFiles(const TemporaryFiles&) = delete;
  TemporaryFiles& operator=(const TemporaryFiles&) = delete;

  std::string name_for(const std::string& file) {
    names_.push_back("." + file + ".part");
    return names_.back();
  }

 private:
  fs::path folder_;
  std::vector<std::string> names_;
};

std::string shell_quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string read_all(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Runs `script` in `folder`, so that no path needs to be written in gnuplot's language. The user's
// own gnuplot settings are not read, and a fixed time zone gives the PDF's date a fixed length. As
// a file (/dev/stdin) gnuplot gives up at the first error; without a name it would draw the rest.
void run_gnuplot(const std::string& script, const std::string& page, const fs::path& folder,
                 TemporaryFiles& temporary) {
  const std::string messages = temporary.name_for(page + ".messages");
  {
    const BrokenPipesIgnored guard;
    Gnuplot gnuplot("cd " + shell_quoted(folder.string()) +
                    " && TZ=UTC0 gnuplot --default-settings /dev/stdin 2>" +
                    shell_quoted(messages) + " || true");
    gnuplot << script << std::flush;
  }  // waits for gnuplot
  const std::string said = read_all(folder / messages);
  if (said.find(kDone) == std::string::npos) {
    throw InputError("gnuplot", page, "a picture", said.empty() ? "no answer" : said);
  }
}

void overwrite_pdf_date(const fs::path& file) {
  const std::string key = "/CreationDate (D:";
  const std::string date = "19700101000000";
  std::string content = read_all(file);
  const std::size_t place = content.find(key);
  if (place == std::string::npos || place + key.size() + date.size() > content.size()) return;
  content.replace(place + key.size(), date.size(), date);
  std::ofstream stream(file, std::ios::binary);
  stream << content << std::flush;
  if (!stream) throw InputError(file.string(), "", "a file that can be written", "a write error");
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw InputError(folder.string(), "", "a folder for figures", error.message());
}

void move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) throw InputError(to.string(), "", "a file that can be written", error.message());
}

std::vector<fs::path> move_pictures(const std::string& page, const fs::path& folder,
                                    TemporaryFiles& temporary) {
  std::vector<fs::path> pictures;
  for (const Format& format : kFormats) {
    const fs::path picture = folder / (page + format.extension);
    const fs::path drawn = folder / temporary.name_for(page + format.extension);
    if (picture.extension() == ".pdf") overwrite_pdf_date(drawn);
    move_file(drawn, picture);
    pictures.push_back(picture);
  }
  return pictures;
}

}  // namespace

GnuplotPage::GnuplotPage(std::string name, double width, double height)
    : name_(std::move(name)), width_(width), height_(height) {
  MLLM_NPU_CHECK(width > 0 && height > 0, name_);
  MLLM_NPU_CHECK(name_ == file_stem(name_), name_);  // it becomes part of paths
}

void GnuplotPage::command(const std::string& line) { commands_ += line + "\n"; }

std::string GnuplotPage::data(const Table& table) {
  const std::string block = "$data" + std::to_string(++data_blocks_);
  tables_ += block + " << END_OF_DATA\n";
  for (const std::vector<Cell>& row : table) tables_ += row_text(row);
  tables_ += "END_OF_DATA\n";
  return block;
}

void GnuplotPage::place_axes(const Area& area) {
  command("set lmargin at screen " + number_text(area.left / width_));
  command("set rmargin at screen " + number_text(area.right / width_));
  command("set bmargin at screen " + number_text(area.bottom / height_));
  command("set tmargin at screen " + number_text(area.top / height_));
}

std::string GnuplotPage::at(double x, double y) const {
  return "screen " + number_text(x / width_) + "," + number_text(y / height_);
}

std::vector<fs::path> GnuplotPage::write(const fs::path& folder) const {
  if (!is_on_path("gnuplot")) {
    throw InputError("gnuplot", "PATH", "the program (Debian: gnuplot-nox)", "none");
  }
  make_folder(folder);
  TemporaryFiles temporary(folder);
  std::string script = tables_;
  for (const Format& format : kFormats) {
    const std::string file = temporary.name_for(name_ + format.extension);
    script +=
        terminal_commands(format, *this, file) + commands_ + "unset multiplot\nunset output\n";
  }
  run_gnuplot(script + "print '" + kDone + "'\n", name_, folder, temporary);
  return move_pictures(name_, folder, temporary);
}

}  // namespace mllm_npu
