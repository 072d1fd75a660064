package org.vigie.staging.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.vigie.staging.SiteConfig;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.hl7.Segments.Seg;
import org.vigie.staging.intake.AnalyteCodes;
import org.vigie.staging.intake.Intake;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Origin;
import org.vigie.staging.intake.Receipt;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.messaging.IntakeUnavailableException;

/** One message in, one acknowledgement out: AA only when everything it states is durable, else nothing of it is. */
@ApplicationScoped
public class Hl7Intake {
    private static final Logger LOG = Logger.getLogger(Hl7Intake.class);

    private final Hl7Config config;
    private final Intake intake;
    private final Merges merges;
    private final StagingMetrics metrics;
    private final ZoneId site;
    private final Clock clock;
    private final MessageReader reader = new MessageReader();
    private final ResultReader results;
    private final Acknowledgement acknowledgement;
    private final Answered answered = new Answered();

    Hl7Intake(
            Hl7Config config,
            Intake intake,
            Merges merges,
            AnalyteCodes codes,
            LabResults labs,
            StagingMetrics metrics,
            SiteConfig site,
            Clock clock) {
        this.config = config;
        this.intake = intake;
        this.merges = merges;
        this.metrics = metrics;
        this.site = site.zone();
        this.clock = clock;
        this.results = new ResultReader(codes, labs);
        this.acknowledgement = new Acknowledgement(clock);
    }

    /** The answer to one message, in the character set of the message. */
    public byte[] answer(byte[] message) {
        RawHeader raw = RawHeader.of(new String(message, StandardCharsets.ISO_8859_1));
        Charset charset = MessageCharset.named(raw.charset(), config.charset()).orElse(StandardCharsets.US_ASCII);
        byte[] known = answered.find(raw, message);
        if (known != null) {
            metrics.received("duplicate");
            return known;
        }
        byte[] answer;
        try {
            List<Err> warnings = accept(raw, message);
            answer = acknowledgement.text(raw, "AA", warnings).getBytes(charset);
            answered.keep(raw, message, answer);
            metrics.received("accepted");
        } catch (Refusal e) {
            answer = refused(raw, e).getBytes(charset);
        } catch (IntakeUnavailableException | IllegalStateException e) {
            metrics.received("unavailable");
            LOG.warnf("a message could not be made durable: %s", e.getClass().getSimpleName());
            answer = acknowledgement
                    .text(
                            raw,
                            "AR",
                            List.of(Err.error(
                                    Location.of("MSH"), Err.Kind.INTERNAL, "nothing was recorded: send it again")))
                    .getBytes(charset);
        } catch (RuntimeException e) {
            metrics.received("failed");
            LOG.errorf("a message could not be processed: %s", e.getClass().getName());
            answer = acknowledgement
                    .text(
                            raw,
                            "AE",
                            List.of(Err.error(
                                    Location.of("MSH"), Err.Kind.INTERNAL, "not processed, nothing was recorded")))
                    .getBytes(charset);
        }
        return answer;
    }

    private String refused(RawHeader raw, Refusal refusal) {
        Err first = refusal.errors().getFirst();
        metrics.received("refused");
        metrics.refused("hl7", first.code());
        LOG.infof("message refused: %s at %s", refusal.code(), first.at());
        return acknowledgement.text(raw, refusal.code().name(), refusal.errors());
    }

    /** The answer to a frame that is larger than allowed. */
    byte[] tooLarge(byte[] beginning) {
        RawHeader raw = RawHeader.of(new String(beginning, StandardCharsets.ISO_8859_1));
        Refusal refusal = Refusal.rejected(
                Location.of("MSH"), Err.Kind.INTERNAL, "at most " + config.maxMessageBytes() + " bytes");
        return refused(raw, refusal).getBytes(StandardCharsets.US_ASCII);
    }

    private List<Err> accept(RawHeader raw, byte[] message) {
        Charset charset = MessageCharset.named(raw.charset(), config.charset())
                .orElseThrow(() -> Refusal.rejected(
                        Location.of("MSH").field(18), Err.Kind.TABLE_VALUE, "a character set of HL7 table 0211"));
        Segments segments = reader.read(MessageCharset.decode(message, charset));
        Seg msh = segments.inOrder().getFirst();
        Header header = Header.read(msh, config.processingIds(), site, clock.instant());
        return switch (header.type()) {
            case "ORU" -> {
                event(header, msh, "R01");
                yield facts(segments, header, results.read(segments, header));
            }
            case "RAS" -> {
                event(header, msh, "O17", "O01");
                yield facts(segments, header, DoseReader.given(segments, header));
            }
            case "OMP" -> {
                event(header, msh, "O09");
                yield facts(segments, header, DoseReader.ordered(segments, header, "RXO", 1));
            }
            case "RDE" -> {
                event(header, msh, "O11", "O01");
                yield facts(segments, header, DoseReader.ordered(segments, header, "RXE", 2));
            }
            case "ADT" -> {
                event(header, msh, "A40");
                merges.merge(segments, header);
                yield List.of();
            }
            default -> throw Refusal.rejected(msh.at(9), Err.Kind.UNSUPPORTED_TYPE, "ORU, OMP, RDE, RAS or ADT");
        };
    }

    private static void event(Header header, Seg msh, String... supported) {
        if (!List.of(supported).contains(header.event())) {
            throw Refusal.rejected(msh.at(9), Err.Kind.UNSUPPORTED_EVENT, "event " + String.join(" or ", supported));
        }
    }

    private List<Err> facts(Segments segments, Header header, List<Statement> statements) {
        Seg pid = segments.only("PID");
        StatedPatient patient = Patients.of(pid, header.sender());
        if (statements.isEmpty()) {
            return List.of();
        }
        try {
            Receipt receipt = intake.record(new Origin("hl7", header.sender(), header.sender()), patient, statements);
            return receipt.warnings().stream()
                    .map(warning ->
                            new Err(place(warning, pid), Err.Kind.DATA_TYPE, 'W', warning.code(), warning.rule()))
                    .toList();
        } catch (Rejected e) {
            List<Err> errors = new ArrayList<>();
            e.faults().forEach(fault -> errors.add(Refusal.of(fault, place(fault, pid))));
            throw new Refusal(Refusal.Code.AE, errors);
        }
    }

    /** Faults of statements carry the encoded place; those of the patient are in PID. */
    private static Location place(Fault fault, Seg pid) {
        return switch (fault.object()) {
            case "patientId" -> pid.at(3);
            case "birthDate" -> pid.at(7);
            default -> {
                String[] parts = fault.object().split("\\^", -1);
                yield parts.length == 3
                        ? new Location(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))
                        : Location.of("MSH");
            }
        };
    }
}
