#pragma once

// One picture: gnuplot commands and tables, collected as text, then drawn. What is drawn can be
// read without running gnuplot.

#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace mllm_npu {

// A rectangle on a page, in inches from the page's lower left corner.
struct Area {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;
};

// A cell of a table: nothing (a missing value), a number, or text. Text is plain, as file_stem of
// text.h leaves it (REQUIRES): gnuplot reads quotes in tables otherwise than in commands.
using Cell = std::variant<std::monostate, double, std::string>;
using Table = std::vector<std::vector<Cell>>;

class GnuplotPage {
 public:
  // `name`: the pictures' file name without folder and extension. Sizes in inches.
  GnuplotPage(std::string name, double width, double height);

  const std::string& name() const { return name_; }
  double width() const { return width_; }
  double height() const { return height_; }

  // Appends one line. Text from files must pass quoted() of text.h. The variables `marker` (point
  // size of a marker of 4 points) and `hair` (line width of half a point) fit the terminal.
  void command(const std::string& line);

  // Sends a table and returns the name to plot it by, such as "$data3".
  std::string data(const Table& table);
  std::size_t data_blocks() const { return data_blocks_; }

  // The axes of the plots that follow lie at `area`.
  void place_axes(const Area& area);

  // "screen X,Y" for a point given in inches.
  std::string at(double x, double y) const;

  // Tables and commands as sent once; the terminal and output lines are not in it.
  std::string script() const { return tables_ + commands_; }

  // Draws FOLDER/NAME.png (300 dots per inch), .svg and .pdf, each under a temporary name first,
  // and returns their paths. Same page, same bytes, on one machine: gnuplot writes no date into PNG
  // and SVG, and the one in the PDF is overwritten with 1970. Other versions of gnuplot, Cairo or
  // the font give other bytes. Errors: InputError when gnuplot is not on the PATH, cannot draw (no
  // Cairo terminals), or the folder cannot be written.
  std::vector<std::filesystem::path> write(const std::filesystem::path& folder) const;

 private:
  std::string name_;
  double width_;
  double height_;
  std::size_t data_blocks_ = 0;
  std::string tables_;
  std::string commands_;
};

}  // namespace mllm_npu
