package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.identity.PatientIds;
import org.vigie.diffusion.dicom.codec.TransferSyntax;
import org.vigie.mr.MrHeader;
import org.vigie.mr.dicom.MrHeaderReader;

/** One instance and what a scan keeps of it: neither its bytes nor its data set. */
record ScannedObject(StudyObject object, Content content) {

    sealed interface Content {}

    record NotDicom() implements Content {}

    record Unreadable(Reason reason, String message) implements Content {}

    /**
     * @param header as an MR image
     * @param anyImage as an image in space of any modality, where it is neither MR nor an outline
     * @param sha256 of the bytes, hex; empty where no frame is diffusion-weighted
     * @param lossy something may have been lost by compression
     */
    record Header(
            MrHeader header,
            Optional<MrHeader> anyImage,
            String sopClassUid,
            String sopInstanceUid,
            String studyUid,
            Optional<String> patientId,
            String sha256,
            boolean lossy)
            implements Content {}

    /** @throws IOException if the place of the instance fails */
    static ScannedObject read(StudyObject object) throws IOException {
        return new ScannedObject(object, content(object, object.bytes().read()));
    }

    private static Content content(StudyObject object, byte[] bytes) {
        if (!Datasets.isDicom(bytes)) {
            return new NotDicom();
        }
        try {
            return header(object, Datasets.parse(bytes, Tag.PixelData, object.limits()), bytes);
        } catch (IOException e) {
            return new Unreadable(
                    Datasets.reason(e, Reason.of(ReasonCode.INVALID_VALUE, "instance")),
                    String.valueOf(e.getMessage()));
        }
    }

    private static Header header(StudyObject object, Datasets.Parsed parsed, byte[] bytes) {
        Attributes dataset = parsed.dataset();
        MrHeader header = MrHeaderReader.read(dataset);
        String sopClass = dataset.getString(Tag.SOPClassUID, "");
        boolean weighted = header instanceof MrHeader.Usable usable
                && usable.frames().stream().anyMatch(f -> f.kind().isDiffusionWeighted());
        return new Header(
                header,
                header instanceof MrHeader.NotMrImage && !OutlineReader.isOne(sopClass)
                        ? Optional.of(MrHeaderReader.readAnyImage(dataset))
                        : Optional.empty(),
                sopClass,
                dataset.getString(Tag.SOPInstanceUID, ""),
                dataset.getString(Tag.StudyInstanceUID, ""),
                Optional.ofNullable(dataset.getString(Tag.PatientID))
                        .map(PatientIds::normalise)
                        .filter(id -> !id.isEmpty()),
                weighted ? object.object().map(ObjectRef::sha256).orElseGet(() -> sha256(bytes)) : "",
                isLossy(parsed));
    }

    /** A syntax that may have lost something has, unless the header denies it. */
    private static boolean isLossy(Datasets.Parsed parsed) {
        return switch (TransferSyntax.of(parsed.transferSyntax())
                .map(TransferSyntax::loss)
                .orElse(TransferSyntax.Loss.NONE)) {
            case NONE -> false;
            case POSSIBLE -> !"00".equals(parsed.dataset().getString(Tag.LossyImageCompression));
            case CERTAIN -> true;
        };
    }

    /** Where there is a claim check, the store has verified the hash already. */
    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
