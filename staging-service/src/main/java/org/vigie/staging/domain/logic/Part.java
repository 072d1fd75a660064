package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.vigie.contract.Reason;

/**
 * One question a rule answers; most rules have one.
 *
 * @param clauses what is shown of the reasoning
 */
public record Part(String id, Function<Case, Decision> decide, List<Condition> clauses) {
    public Part {
        clauses = List.copyOf(clauses);
    }

    /** First matching row wins. */
    public static Table table(String id) {
        return new Table(id);
    }

    /** A question that no table answers; must ask through the case only. */
    public static Part computed(String id, Function<Case, Decision> decide, Condition... clauses) {
        return new Part(id, decide, List.of(clauses));
    }

    private record Row(Condition when, Decision then) {}

    /** Rows in the order in which they are tried. */
    public static final class Table {
        private final String id;
        private final List<Row> rows = new ArrayList<>();

        private Table(String id) {
            this.id = id;
        }

        public Table when(Condition condition, String outcome) {
            return when(condition, Decision.of(outcome));
        }

        public Table when(Condition condition, Decision decision) {
            rows.add(new Row(condition, decision));
            return this;
        }

        /** Known, but not decidable. */
        public Table indeterminateWhen(Condition condition, Reason reason) {
            rows.add(new Row(condition, Decision.indeterminate(reason)));
            return this;
        }

        public Part otherwise(String outcome) {
            return otherwise(Decision.of(outcome));
        }

        public Part otherwise(Decision last) {
            List<Row> ordered = List.copyOf(rows);
            Function<Case, Decision> decide = c -> {
                for (Row row : ordered) {
                    if (c.holds(row.when())) {
                        return row.then();
                    }
                }
                return last;
            };
            return new Part(id, decide, ordered.stream().map(Row::when).toList());
        }
    }
}
