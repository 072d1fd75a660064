package org.vigie.staging.csv;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.AnalyteCodes;
import org.vigie.staging.intake.Intake;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Origin;
import org.vigie.staging.intake.Receipt;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.Submission;

/** Import of CSV: every fault with its line and column, nothing recorded unless all is right. */
@Path("/api/imports")
@RolesAllowed("service")
@Blocking
public class ImportResource {
    private static final Pattern LINE = Pattern.compile("line ([0-9]+)(?: column (.+))?");

    private final Intake intake;
    private final RowReader rows;

    ImportResource(Intake intake, AnalyteCodes codes, LabResults labs) {
        this.intake = intake;
        this.rows = new RowReader(codes, labs);
    }

    /**
     * @param line of the file, the header is line 1
     * @param column name, empty where the whole line is meant
     * @param position of the column, from 1
     */
    record Remark(int line, String column, int position, String code, String rule) {}

    /** @param recorded rows that were recorded: all or none */
    record Report(boolean dryRun, int rows, int recorded, List<Remark> faults, List<Remark> warnings, String notice) {}

    @POST
    @Consumes({"text/csv", MediaType.TEXT_PLAIN})
    @Operation(summary = "Record the facts of a CSV file, all or none; dryRun=true only checks")
    public Response take(
            @Nullable String file,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Context SecurityContext who) {
        CsvTable table;
        try {
            table = CsvTable.read(file == null ? "" : file);
        } catch (Rejected e) {
            return answer(new CsvTable(List.of(), List.of()), dryRun, 0, e.faults(), List.of());
        }
        List<Submission> submissions = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            UnaryOperator<Fault> at =
                    fault -> new Fault(fault.code(), "line " + row.line() + " column " + fault.object(), fault.rule());
            try {
                submissions.add(rows.read(row.cells(), at));
            } catch (Rejected e) {
                e.faults().forEach(fault -> faults.add(at.apply(fault)));
            }
        }
        return check(table, submissions, faults, dryRun, origin(who));
    }

    private Response check(
            CsvTable table, List<Submission> submissions, List<Fault> faults, boolean dryRun, Origin origin) {
        try {
            List<Receipt> receipts = dryRun || !faults.isEmpty()
                    ? intake.dryRun(origin, submissions)
                    : intake.record(origin, submissions);
            List<Fault> warnings =
                    receipts.stream().flatMap(r -> r.warnings().stream()).toList();
            int recorded = dryRun || !faults.isEmpty() ? 0 : submissions.size();
            return answer(table, dryRun, recorded, faults, warnings);
        } catch (Rejected e) {
            faults.addAll(e.faults());
            return answer(table, dryRun, 0, faults, List.of());
        }
    }

    private static Origin origin(SecurityContext who) {
        String user = who.getUserPrincipal() == null
                ? "unknown"
                : who.getUserPrincipal().getName();
        return new Origin("csv", user, "csv");
    }

    private static Response answer(
            CsvTable table, boolean dryRun, int recorded, List<Fault> faults, List<Fault> warnings) {
        Report report = new Report(
                dryRun,
                table.rows().size(),
                recorded,
                faults.stream()
                        .map(fault -> remark(table, fault))
                        .sorted(BY_PLACE)
                        .toList(),
                warnings.stream()
                        .map(fault -> remark(table, fault))
                        .sorted(BY_PLACE)
                        .toList(),
                "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.");
        return Response.status(faults.isEmpty() ? (dryRun ? 200 : 201) : 422)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(report)
                .build();
    }

    private static final Comparator<Remark> BY_PLACE =
            Comparator.comparingInt(Remark::line).thenComparingInt(Remark::position);

    private static Remark remark(CsvTable table, Fault fault) {
        Matcher place = LINE.matcher(fault.object());
        if (!place.matches()) {
            return new Remark(0, fault.object(), 0, fault.code(), fault.rule());
        }
        String column = place.group(2) == null ? "" : place.group(2);
        return new Remark(Integer.parseInt(place.group(1)), column, table.position(column), fault.code(), fault.rule());
    }
}
