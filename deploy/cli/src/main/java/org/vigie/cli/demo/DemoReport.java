package org.vigie.cli.demo;

import java.util.List;
import org.vigie.cli.VigieCommand;

/** What {@code demo --once --json} prints: the services' answers and the judgement on them. */
record DemoReport(List<Row> patients, boolean ok, double elapsedSeconds, String notice) {
    /**
     * @param expected in words
     * @param faults why it is not ok
     */
    record Row(
            String name,
            String expected,
            List<AlertSeen> alerts,
            List<AssessmentSeen> assessments,
            boolean ok,
            List<String> faults) {}

    static DemoReport of(List<Row> rows, double elapsedSeconds) {
        return new DemoReport(
                rows,
                !rows.isEmpty() && rows.stream().allMatch(Row::ok),
                Math.round(elapsedSeconds * 10) / 10.0,
                VigieCommand.NOTICE);
    }
}
