package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigie.ingest.dicom.Pdus.EXPLICIT;
import static org.vigie.ingest.dicom.Pdus.IMPLICIT;
import static org.vigie.ingest.dicom.Pdus.MR;
import static org.vigie.ingest.dicom.Pdus.VERIFICATION;
import static org.vigie.ingest.dicom.Pdus.context;
import static org.vigie.ingest.dicom.Pdus.item;
import static org.vigie.ingest.dicom.Pdus.join;
import static org.vigie.ingest.dicom.Pdus.request;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.pdu.RoleSelection;
import org.dcm4che3.net.pdu.UserIdentityRQ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** What an A-ASSOCIATE-RQ is answered with (PS3.8 table 9-21 for the numbers). */
@Timeout(60)
class AssociationPolicyTest {
    private static final List<Integer> CALLED_AE_UNKNOWN = List.of(1, 1, 7);
    private static final List<Integer> CALLING_AE_UNKNOWN = List.of(1, 1, 3);
    private static final List<Integer> NO_REASON = List.of(1, 1, 1);
    private static final List<Integer> CONGESTION = List.of(2, 3, 1);
    private static final List<Integer> LOCAL_LIMIT = List.of(2, 3, 2);
    private static final int ACCEPTED = 2;
    private static final int REJECTED = 3;

    @TempDir
    Path home;

    @Test
    void strangersAndWrongNamesAreRejectedForGood() throws IOException {
        try (Listening vigie = new Listening(
                home,
                Map.of(
                        "vigie.dicom.allowed-calling-aes", "PACS,FAR",
                        "vigie.dicom.peers.far.hosts", "10.1.0.0/16"))) {
            assertThat(rejection(vigie, "OTHER", "PACS", MR)).isEqualTo(CALLED_AE_UNKNOWN);
            assertThat(rejection(vigie, "VIGIE", "STRANGER", MR)).isEqualTo(CALLING_AE_UNKNOWN);
            assertThat(rejection(vigie, "VIGIE", "STRANGER", VERIFICATION)).isEqualTo(CALLING_AE_UNKNOWN);
            assertThat(rejection(vigie, "VIGIE", "FAR", MR)).isEqualTo(NO_REASON);
            assertThat(answer(vigie, "VIGIE", "PACS", MR)).isEqualTo(ACCEPTED);
            assertThat(vigie.count("ingest.associations", "outcome", "rejected-permanent"))
                    .isEqualTo(4);
        }
    }

    @Test
    void hostsOutsideTheListAreRejectedForGood() throws IOException {
        try (Listening vigie = new Listening(home, Map.of("vigie.dicom.allowed-hosts", "192.0.2.0/24,::1"))) {
            assertThat(rejection(vigie, "VIGIE", "PACS", VERIFICATION)).isEqualTo(NO_REASON);
        }
    }

    @Test
    void underPressureNewAssociationsComeBackLaterAndVerificationPasses() throws IOException {
        try (Listening vigie = new Listening(home, Map.of())) {
            vigie.writable(false);

            assertThat(rejection(vigie, "VIGIE", "PACS", MR)).isEqualTo(CONGESTION);
            assertThat(answer(vigie, "VIGIE", "PACS", VERIFICATION)).isEqualTo(ACCEPTED);
            assertThat(vigie.count("ingest.pressure", "cause", "store-unwritable"))
                    .isEqualTo(1);

            vigie.writable(true);
            assertThat(answer(vigie, "VIGIE", "PACS", MR)).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void belowTheDiskFloorTheSame() throws IOException {
        try (Listening vigie = new Listening(home, Map.of("vigie.ingest.min-free-bytes", "9000000000000000"))) {
            assertThat(rejection(vigie, "VIGIE", "PACS", MR)).isEqualTo(CONGESTION);
            assertThat(answer(vigie, "VIGIE", "PACS", VERIFICATION)).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void beyondItsLimitsAnEntityComesBackLaterAndMayEcho() throws IOException {
        try (Listening vigie = new Listening(
                home,
                Map.of(
                        "vigie.dicom.max-associations", "4",
                        "vigie.dicom.max-associations-per-ae", "3",
                        "vigie.dicom.peers.small.max-associations", "1"))) {
            List<Socket> held = new ArrayList<>();
            held.add(held(vigie, "SMALL"));
            assertThat(rejection(vigie, "VIGIE", "SMALL", MR)).isEqualTo(LOCAL_LIMIT);
            held.add(held(vigie, "PACS"));
            held.add(held(vigie, "PACS"));
            held.add(held(vigie, "PACS"));
            assertThat(rejection(vigie, "VIGIE", "PACS", MR)).isEqualTo(LOCAL_LIMIT);
            assertThat(rejection(vigie, "VIGIE", "NEW", MR)).isEqualTo(LOCAL_LIMIT);
            assertThat(answer(vigie, "VIGIE", "NEW", VERIFICATION)).isEqualTo(ACCEPTED);
            for (Socket socket : held) {
                socket.close();
            }
            org.awaitility.Awaitility.await().until(() -> vigie.gauge("ingest.associations.open") == 0);
            assertThat(answer(vigie, "VIGIE", "NEW", MR)).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void storageMeansStorageAndEverySyntaxIsTakenAsProposed() throws IOException {
        try (Listening vigie = new Listening(home, Map.of());
                Scu scu = new Scu("PACS")) {
            AAssociateRQ request = new AAssociateRQ();
            request.addPresentationContext(new PresentationContext(1, UID.MRImageStorage, "1.2.840.10008.1.2.4.203"));
            request.addPresentationContext(new PresentationContext(3, "1.3.46.670589.11.0.0.12.1", EXPLICIT));
            request.addPresentationContext(new PresentationContext(5, "1.2.840.10008.5.1.4.1.1.999", EXPLICIT));
            request.addPresentationContext(new PresentationContext(7, UID.RTPlanStorage, "1.2.840.10008.1.2.2"));
            // Not storage: study root find, hanging protocol, MPPS, an inventory query
            request.addPresentationContext(new PresentationContext(9, "1.2.840.10008.5.1.4.1.2.2.1", IMPLICIT));
            request.addPresentationContext(new PresentationContext(11, UID.HangingProtocolStorage, IMPLICIT));
            request.addPresentationContext(new PresentationContext(13, "1.2.840.10008.3.1.2.3.3", IMPLICIT));
            request.addPresentationContext(new PresentationContext(15, "1.2.840.10008.5.1.4.1.1.201.2", IMPLICIT));
            request.addPresentationContext(new PresentationContext(17, UID.StorageCommitmentPushModel, IMPLICIT));
            request.addPresentationContext(
                    new PresentationContext(19, UID.StorageCommitmentPushModel, UID.JPEGBaseline8Bit));

            Association open = scu.associate(vigie.port(), request);

            Map<Integer, Integer> results = new HashMap<>();
            open.getAAssociateAC().getPresentationContexts().forEach(pc -> results.put(pc.getPCID(), pc.getResult()));
            assertThat(results)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(1, 0, 3, 0, 5, 0, 7, 0, 9, 3, 11, 3, 13, 3, 15, 3, 17, 0, 19, 4));
            open.abort();
        }
    }

    @Test
    void aListOfClassesRestricts() throws IOException {
        try (Listening vigie = new Listening(home, Map.of("vigie.dicom.sop-classes", MR));
                Scu scu = new Scu("PACS")) {
            AAssociateRQ request = new AAssociateRQ();
            request.addPresentationContext(new PresentationContext(1, MR, EXPLICIT));
            request.addPresentationContext(new PresentationContext(3, UID.CTImageStorage, EXPLICIT));
            Association open = scu.associate(vigie.port(), request);
            assertThat(open.getAAssociateAC().getPresentationContext(1).getResult())
                    .isZero();
            assertThat(open.getAAssociateAC().getPresentationContext(3).getResult())
                    .isEqualTo(3);
            open.abort();
        }
    }

    @Test
    void windowRoleAndExtendedNegotiationAreAnswered() throws IOException {
        try (Listening vigie = new Listening(home, Map.of("vigie.dicom.max-operations", "8"));
                Scu scu = new Scu("PACS")) {
            AAssociateRQ request = new AAssociateRQ();
            request.addPresentationContext(new PresentationContext(1, MR, EXPLICIT));
            request.addRoleSelection(new RoleSelection(MR, true, true));
            request.addExtendedNegotiation(
                    new org.dcm4che3.net.pdu.ExtendedNegotiation(MR, new byte[] {2, 0, 0, 0, 1, 0}));
            request.setUserIdentityRQ(new UserIdentityRQ("nobody", true));

            Association open = scu.associate(vigie.port(), request);

            // Unlimited asked, eight given, and we invoke as many as the peer performs.
            assertThat(open.getAAssociateAC().getMaxOpsInvoked()).isEqualTo(8);
            RoleSelection role = open.getAAssociateAC().getRoleSelectionFor(MR);
            assertThat(role.isSCU()).isTrue();
            assertThat(role.isSCP()).isFalse();
            // Level 2 (full), no coercion (PS3.4 table B.3-1)
            byte[] storage = open.getAAssociateAC().getExtNegotiationFor(MR).getInformation();
            assertThat(storage[0]).isEqualTo((byte) 2);
            assertThat(storage[4]).isEqualTo((byte) 0);
            assertThat(open.getAAssociateAC().getUserIdentityAC()).isNull();
            open.abort();
        }
    }

    @Test
    void whereThereAreUsersAnAssociationCarriesOne() throws IOException {
        try (Listening vigie = new Listening(home, Map.of("vigie.dicom.users.modality", "s3cret"))) {
            assertThat(rejection(vigie, "VIGIE", "PACS", MR)).isEqualTo(NO_REASON);
            assertThat(identified(vigie, "modality", "wrong").type()).isEqualTo(REJECTED);
            Pdus.Pdu accepted = identified(vigie, "modality", "s3cret");
            assertThat(accepted.type()).isEqualTo(ACCEPTED);
            // The asked-for positive response: item 59H with an empty server response (PS3.7 table D.3-15)
            assertThat(java.util.HexFormat.of().formatHex(accepted.body())).contains("590000020000");
        }
    }

    private static Pdus.Pdu identified(Listening vigie, String user, String passcode) throws IOException {
        byte[] identity = item(
                0x58,
                ByteBuffer.allocate(6 + user.length() + passcode.length())
                        .put((byte) 2)
                        .put((byte) 1)
                        .putShort((short) user.length())
                        .put(Pdus.ascii(user))
                        .putShort((short) passcode.length())
                        .put(Pdus.ascii(passcode))
                        .array());
        try (Socket socket = Pdus.connect(vigie.port())) {
            return Pdus.exchange(socket, request("VIGIE", "PACS", context(1, MR, IMPLICIT), identity));
        }
    }

    private static Socket held(Listening vigie, String caller) throws IOException {
        Socket socket = Pdus.connect(vigie.port());
        assertThat(Pdus.exchange(socket, request("VIGIE", caller, context(1, MR, IMPLICIT)))
                        .type())
                .isEqualTo(ACCEPTED);
        return socket;
    }

    private static int answer(Listening vigie, String called, String calling, String sopClass) throws IOException {
        try (Socket socket = Pdus.connect(vigie.port())) {
            return Pdus.exchange(socket, request(called, calling, join(context(1, sopClass, IMPLICIT))))
                    .type();
        }
    }

    private static List<Integer> rejection(Listening vigie, String called, String calling, String sopClass)
            throws IOException {
        try (Socket socket = Pdus.connect(vigie.port())) {
            Pdus.Pdu answer = Pdus.exchange(socket, request(called, calling, context(1, sopClass, IMPLICIT)));
            assertThat(answer.type()).isEqualTo(REJECTED);
            return answer.rejection();
        }
    }
}
