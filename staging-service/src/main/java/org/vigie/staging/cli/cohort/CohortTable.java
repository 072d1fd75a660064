package org.vigie.staging.cli.cohort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header: UTF-8 with or without byte-order mark, separated by comma, semicolon or tab (whichever the
 * header has most of).
 *
 * @param rows cells as text; each row as long as the header
 * @param rowNumbers number of each row in the file, the first row below the header being 1
 * @param decimalComma whether 3,5 is a number here: only where the comma does not separate cells
 * @param unreadable rows whose number of cells is not that of the header
 */
public record CohortTable(
        List<String> columns,
        List<List<String>> rows,
        List<Integer> rowNumbers,
        List<Integer> unreadable,
        boolean decimalComma) {

    private static final Pattern LEADING_BLANK_LINES = Pattern.compile("\\A\uFEFF?(?:[ \\t]*\\R)*");

    /** @throws IllegalArgumentException if it is no such file, saying what is wrong */
    public static CohortTable read(byte[] file) {
        String text = text(file);
        String header =
                text.lines().findFirst().orElseThrow(() -> new IllegalArgumentException("the cohort file is empty"));
        char separator = separator(header);
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        List<List<String>> all = new ArrayList<>();
        try (MappingIterator<String[]> lines = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.TRIM_SPACES)
                .with(schema)
                .readValues(text)) {
            while (lines.hasNextValue()) {
                all.add(List.of(lines.nextValue()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not CSV at line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the cohort file cannot be read", e);
        }
        return of(all, separator != ',');
    }

    private static CohortTable of(List<List<String>> all, boolean decimalComma) {
        List<String> columns = all.getFirst().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("column '" + column + "' stands twice in the header");
            }
        }
        List<List<String>> rows = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<Integer> unreadable = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            List<String> row = all.get(i);
            if (row.size() == columns.size()) {
                rows.add(row);
                numbers.add(i);
            } else if (row.stream().anyMatch(cell -> !cell.isBlank())) {
                unreadable.add(i);
            }
        }
        return new CohortTable(columns, List.copyOf(rows), List.copyOf(numbers), List.copyOf(unreadable), decimalComma);
    }

    Cell number(int row, int column) {
        return Cell.of(rows.get(row).get(column), decimalComma);
    }

    /** Index of a column by its name, letter case ignored; {@code null} if there is none. */
    @Nullable
    Integer find(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return null;
    }

    /** @throws IllegalArgumentException if there is no such column */
    int index(String name) {
        Integer index = find(name);
        if (index == null) {
            throw new IllegalArgumentException("there is no column '" + name + "'; there are " + columns);
        }
        return index;
    }

    private static String text(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return LEADING_BLANK_LINES.matcher(text).replaceFirst("");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the cohort file is not UTF-8 text", e);
        }
    }

    private static char separator(String header) {
        char best = ',';
        for (char candidate : new char[] {',', ';', '\t'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
