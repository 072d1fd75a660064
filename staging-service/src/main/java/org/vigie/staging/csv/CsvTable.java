package org.vigie.staging.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vigie.staging.intake.Rejected;

/**
 * RFC 4180 with a header line; comma or semicolon, whichever the header uses. Empty cells are absent.
 *
 * @param columns names in their order
 */
record CsvTable(List<String> columns, List<Row> rows) {
    /** What stands for bytes that are no character: two ids that differ in such bytes would be one. */
    private static final char NO_CHARACTER = '\ufffd';

    private static final int MOST_ROWS = 10_000;

    /** @param line in the file, the header is line 1 */
    record Row(int line, Map<String, String> cells) {}

    /** @throws Rejected naming the line */
    static CsvTable read(String text) {
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        int unreadable = content.indexOf(NO_CHARACTER);
        if (unreadable >= 0) {
            long line = 1
                    + content.substring(0, unreadable)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new Rejected("line " + line, "text in UTF-8");
        }
        String first = content.lines().findFirst().orElse("");
        Reader reader = new Reader(content, first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',');
        List<String> columns = reader.record().stream().map(String::strip).toList();
        Set<String> names = new HashSet<>(columns);
        if (names.size() < columns.size() || names.contains("")) {
            throw new Rejected("line 1", "a header of different column names");
        }
        List<Row> rows = new ArrayList<>();
        while (!reader.atEnd()) {
            int line = reader.line;
            List<String> cells = reader.record();
            if (cells.stream().allMatch(String::isBlank)) {
                continue;
            }
            if (cells.size() != columns.size()) {
                throw new Rejected("line " + line, columns.size() + " cells, as the header");
            }
            if (rows.size() == MOST_ROWS) {
                throw new Rejected("line " + line, "at most " + MOST_ROWS + " rows");
            }
            rows.add(row(line, columns, cells));
        }
        return new CsvTable(columns, rows);
    }

    private static Row row(int line, List<String> columns, List<String> cells) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!cells.get(i).isBlank()) {
                named.put(columns.get(i), cells.get(i).strip());
            }
        }
        return new Row(line, named);
    }

    /** Position of a column in the file, from 1; 0 if the file has none of that name. */
    int position(String column) {
        return columns.indexOf(column) + 1;
    }

    private static final class Reader {
        private final String text;
        private final char separator;
        private int at;
        private int line = 1;

        Reader(String text, char separator) {
            this.text = text;
            this.separator = separator;
        }

        boolean atEnd() {
            return at >= text.length();
        }

        List<String> record() {
            List<String> cells = new ArrayList<>();
            boolean more = true;
            while (more) {
                cells.add(!atEnd() && text.charAt(at) == '"' ? quoted() : plain());
                more = !atEnd() && text.charAt(at) == separator;
                at += more ? 1 : 0;
            }
            if (!atEnd() && text.charAt(at) == '\r') {
                at++;
            }
            if (!atEnd() && text.charAt(at) != '\n') {
                throw new Rejected("line " + line, "nothing between a quoted cell and the separator");
            }
            at++;
            line++;
            return cells;
        }

        private String plain() {
            int start = at;
            while (!atEnd() && "\r\n".indexOf(text.charAt(at)) < 0 && text.charAt(at) != separator) {
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() {
            int begun = line;
            StringBuilder cell = new StringBuilder();
            at++;
            while (!atEnd()) {
                char c = text.charAt(at++);
                if (c != '"') {
                    line += c == '\n' ? 1 : 0;
                    cell.append(c);
                } else if (!atEnd() && text.charAt(at) == '"') {
                    cell.append('"');
                    at++;
                } else {
                    return cell.toString();
                }
            }
            throw new Rejected("line " + begun, "a quoted cell that ends");
        }
    }
}
