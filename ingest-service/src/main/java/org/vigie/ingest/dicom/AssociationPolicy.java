package org.vigie.ingest.dicom;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.AssociationHandler;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.UserIdentityAC;
import org.dcm4che3.net.pdu.UserIdentityRQ;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.Pressure;
import org.vigie.ingest.dicom.wire.Acceptor;

/**
 * Who gets an association. Strangers are rejected for good; whom we cannot serve now is told to come back. An
 * association that proposes nothing but Verification passes even then, so that an operator sees that we live.
 */
final class AssociationPolicy extends AssociationHandler {
    /** Verification beyond the limit; a peer that only echoes costs next to nothing. */
    private static final int RESERVED_FOR_ECHO = 8;

    private final String title;
    private final Callers callers;
    private final Map<String, String> users;
    private final int limit;
    private final Pressure pressure;
    private final IngestMetrics metrics;
    private final PeerLog log;
    private final Map<Association, String> open = new HashMap<>();

    AssociationPolicy(DicomConfig config, Callers callers, Pressure pressure, IngestMetrics metrics, PeerLog log) {
        this.title = config.aeTitle();
        this.callers = callers;
        this.users = Map.copyOf(config.users());
        this.limit = config.maxAssociations();
        this.pressure = pressure;
        this.metrics = metrics;
        this.log = log;
        setUserIdNegotiator((association, identity) -> identified(identity));
    }

    int open() {
        synchronized (open) {
            return open.size();
        }
    }

    @Override
    public AAssociateAC negotiate(Association association, AAssociateRQ request) throws IOException {
        Acceptor.associated(association.getSocket());
        try {
            admit(association, request);
            AAssociateAC answer = super.negotiate(association, request);
            metrics.associated("accepted", "none");
            return answer;
        } catch (AAssociateRJ rejected) {
            release(association);
            boolean later = rejected.getResult() == AAssociateRJ.RESULT_REJECTED_TRANSIENT;
            metrics.associated(later ? "rejected-transient" : "rejected-permanent", reason(rejected));
            log.say(
                    association.getSocket().getInetAddress(),
                    "association of %s to %s rejected, %s: %s"
                            .formatted(
                                    request.getCallingAET(),
                                    request.getCalledAET(),
                                    later ? "transient" : "permanent",
                                    reason(rejected)));
            throw rejected;
        }
    }

    @Override
    public void onClose(Association association) {
        release(association);
        try {
            super.onClose(association);
        } finally {
            // After an Error the library leaves the socket open.
            if (!association.getSocket().isClosed()) {
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                        .execute(() -> association.getConnection().close(association.getSocket()));
            }
        }
    }

    private void admit(Association association, AAssociateRQ request) throws AAssociateRJ {
        String caller = Objects.requireNonNullElse(request.getCallingAET(), "");
        InetAddress host = association.getSocket().getInetAddress();
        if (!title.equals(request.getCalledAET())) {
            throw permanent(AAssociateRJ.REASON_CALLED_AET_NOT_RECOGNIZED);
        }
        if (!callers.isKnown(caller)) {
            throw permanent(AAssociateRJ.REASON_CALLING_AET_NOT_RECOGNIZED);
        }
        if (host == null || !callers.mayComeFrom(caller, host)) {
            throw permanent(AAssociateRJ.REASON_NO_REASON_GIVEN);
        }
        boolean echoOnly = request.getPresentationContexts().stream()
                .allMatch(pc -> UID.Verification.equals(pc.getAbstractSyntax()));
        if (!echoOnly) {
            Optional<Pressure.Cause> cause = pressure.now();
            if (cause.isPresent()) {
                metrics.pressed(cause.get());
                throw transientRejection(AAssociateRJ.REASON_TEMPORARY_CONGESTION);
            }
        }
        synchronized (open) {
            long ofCaller = open.values().stream().filter(caller::equals).count();
            int room = limit + (echoOnly ? RESERVED_FOR_ECHO : 0);
            int roomOfCaller = callers.limit(caller) + (echoOnly ? RESERVED_FOR_ECHO : 0);
            if (open.size() >= room || ofCaller >= roomOfCaller) {
                throw transientRejection(AAssociateRJ.REASON_LOCAL_LIMIT_EXCEEDED);
            }
            open.put(association, caller);
        }
    }

    /** Without users an identity is not looked at and not answered, which is how PS3.7 D.3.3.7 says "not supported". */
    private @Nullable UserIdentityAC identified(@Nullable UserIdentityRQ identity) throws AAssociateRJ {
        if (users.isEmpty()) {
            return null;
        }
        if (identity == null || identity.getType() != UserIdentityRQ.USERNAME_PASSCODE) {
            throw permanent(AAssociateRJ.REASON_NO_REASON_GIVEN);
        }
        String passcode = users.get(new String(identity.getPrimaryField(), StandardCharsets.UTF_8));
        byte[] stated = Objects.requireNonNullElse(identity.getSecondaryField(), new byte[0]);
        if (passcode == null || !MessageDigest.isEqual(passcode.getBytes(StandardCharsets.UTF_8), stated)) {
            throw permanent(AAssociateRJ.REASON_NO_REASON_GIVEN);
        }
        return identity.isPositiveResponseRequested() ? new UserIdentityAC(new byte[0]) : null;
    }

    private void release(Association association) {
        synchronized (open) {
            open.remove(association);
        }
    }

    private static AAssociateRJ permanent(int reason) {
        return new AAssociateRJ(AAssociateRJ.RESULT_REJECTED_PERMANENT, AAssociateRJ.SOURCE_SERVICE_USER, reason);
    }

    private static AAssociateRJ transientRejection(int reason) {
        return new AAssociateRJ(
                AAssociateRJ.RESULT_REJECTED_TRANSIENT, AAssociateRJ.SOURCE_SERVICE_PROVIDER_PRES, reason);
    }

    private static String reason(AAssociateRJ rejected) {
        return switch (rejected.getSource()) {
            case AAssociateRJ.SOURCE_SERVICE_USER ->
                switch (rejected.getReason()) {
                    case AAssociateRJ.REASON_CALLED_AET_NOT_RECOGNIZED -> "called-ae";
                    case AAssociateRJ.REASON_CALLING_AET_NOT_RECOGNIZED -> "calling-ae";
                    case AAssociateRJ.REASON_APP_CTX_NAME_NOT_SUPPORTED -> "application-context";
                    default -> "host-or-user";
                };
            case AAssociateRJ.SOURCE_SERVICE_PROVIDER_PRES ->
                rejected.getReason() == AAssociateRJ.REASON_TEMPORARY_CONGESTION ? "pressure" : "limit";
            default -> "protocol";
        };
    }
}
