#include "datasets/tasks/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using Fields = std::vector<std::string>;

std::vector<CsvRow> rows_of(std::string_view text, std::size_t columns = 2) {
  std::vector<CsvRow> rows;
  for_each_csv_row(text, "a.csv", columns, [&](const CsvRow& row) { rows.push_back(row); });
  return rows;
}

std::vector<Fields> fields_of(std::string_view text) {
  std::vector<Fields> fields;
  for (const CsvRow& row : rows_of(text)) fields.push_back(row.fields);
  return fields;
}

std::string error_of(std::string_view text) {
  return input_error_of([&] { rows_of(text); });
}

TEST(Csv, IsFieldsBetweenCommas) {
  EXPECT_EQ(fields_of("a,b\n ,\n"), (std::vector<Fields>{{"a", "b"}, {" ", ""}}));
}

TEST(Csv, NeedsNoEndOfItsLastLine) {
  EXPECT_EQ(fields_of("a,b"), (std::vector<Fields>{{"a", "b"}}));
  EXPECT_EQ(fields_of("a,"), (std::vector<Fields>{{"a", ""}}));
}

TEST(Csv, MayHaveTheEndsOfLinesOfWindows) {
  EXPECT_EQ(fields_of("a,b\r\n\r\n\"c\",\"d\"\r\n"), (std::vector<Fields>{{"a", "b"}, {"c", "d"}}));
}

TEST(Csv, QuotesMayHoldWhatSeparates) {
  EXPECT_EQ(fields_of("\"a,\"\"b\"\"\n\",\"\"\nc,d\"e"),
            (std::vector<Fields>{{"a,\"b\"\n", ""}, {"c", "d\"e"}}));
}

TEST(Csv, CountsLinesInsideQuotes) {
  const auto rows = rows_of("\"a\n\n\",b\n\nc,d\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].line, 1U);
  EXPECT_EQ(rows[1].line, 5U);
}

TEST(Csv, RefusesAnotherNumberOfFields) {
  EXPECT_EQ(error_of("a,b\na\n"), "a.csv: line 2: expected 2 fields, found 1");
  EXPECT_EQ(error_of("a,b,c\n"), "a.csv: line 1: expected 2 fields, found more");
}

TEST(Csv, RefusesAnOpenQuoteAndTextBehindAClosedOne) {
  EXPECT_EQ(error_of("a,b\n\"a,b\n"),
            "a.csv: line 2: expected a quote that ends the field, found none");
  EXPECT_EQ(error_of("\"a\"b,c\n"),
            "a.csv: line 1: expected a comma or the end of the line behind a quote, found b");
}

}  // namespace
}  // namespace mllm_npu
