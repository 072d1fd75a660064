package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.dicom.MultipartFiles;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.StowResult;
import org.vigie.ingest.dicom.Upload;
import org.vigie.ingest.dicom.Upload.Outcome;
import org.vigie.ingest.dicom.UploadIntake;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.FileObjectStore;

/** What comes by HTTP, behind the web layer: archives as people make them, and bodies that break off. */
@Timeout(120)
class UploadTest {
    private static final UploadIntake.Limits LIMITS = new UploadIntake.Limits(1_000, 64L << 30, 100);

    @TempDir
    Path folder;

    private FileObjectStore store;
    private InstanceLog journal;
    private QuarantineLog quarantine;
    private StowIntake intake;
    private List<byte[]> images;

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(folder.resolve("store"));
        journal = new InstanceLog(store, "a", () -> {});
        quarantine = new QuarantineLog(folder.resolve("quarantine"));
        StorageConfig storage = Listening.config(folder, 1, 2, Map.of()).getConfigMapping(StorageConfig.class);
        IngestPipeline pipeline = new IngestPipeline(
                store,
                new DiskFloor(storage.storeDir(), storage.minFreeBytes()),
                journal,
                quarantine,
                new Identities(new SiteSecret(new byte[32]), new Issuers("LOCAL", Map.of()), Clock.systemUTC()),
                PackagedRules.with(Map.of()),
                new IngestMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC());
        intake = new StowIntake(pipeline, ParserLimits.DEFAULT, List.of());
        images = new java.util.ArrayList<>();
        for (Path file : SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))
                .subList(0, 3)) {
            images.add(Files.readAllBytes(file));
        }
    }

    @AfterEach
    void close() throws IOException {
        quarantine.close();
        journal.close();
    }

    @Test
    void aCdIsTakenFileByFile() throws IOException {
        byte[] cd = zip(
                entry("DICOMDIR", part10("1.2.840.10008.1.3.10")),
                entry("AUTORUN.INF", "[autorun]".getBytes(StandardCharsets.US_ASCII)),
                entry("IMAGES/IM0001", images.get(0)),
                entry("IMAGES/IM0002", images.get(1)),
                entry("IMAGES/IM0003", Arrays.copyOf(images.get(2), images.get(2).length - 500)),
                entry("MORE.ZIP", zip(entry("a", images.get(2)))));

        Upload upload = take(cd, LIMITS, false);

        assertThat(upload.entries().stream().map(e -> e.name() + " " + e.outcome() + " " + e.note()))
                .containsExactly(
                        "DICOMDIR SKIPPED DICOMDIR: the files it lists are taken as they come",
                        "AUTORUN.INF SKIPPED no DICOM file",
                        "IMAGES/IM0001 STORED null",
                        "IMAGES/IM0002 STORED null",
                        upload.entries().get(4).name() + " FAILED "
                                + upload.entries().get(4).note(),
                        "MORE.ZIP SKIPPED archive inside an archive, not opened");
        assertThat(upload.entries().get(4).note()).startsWith("TRUNCATED ");
        assertThat(journal.size()).isEqualTo(2);
        assertThat(quarantine.size()).isEqualTo(1);
    }

    @Test
    void aDryRunKeepsNothing() throws IOException {
        byte[] cut = Arrays.copyOf(images.get(1), images.get(1).length - 500);

        Upload upload = take(zip(entry("1", images.get(0)), entry("2", cut)), LIMITS, true);

        assertThat(upload.entries().stream().map(Upload.Entry::outcome))
                .containsExactly(Outcome.WOULD_STORE, Outcome.FAILED);
        assertThat(journal.size()).isZero();
        assertThat(quarantine.size()).isZero();
    }

    @Test
    void aSingleFileNeedsNoArchive() throws IOException {
        Upload upload = take(images.get(0), LIMITS, false);

        assertThat(upload.count(Outcome.STORED)).isEqualTo(1);
        assertThat(take("text".getBytes(StandardCharsets.US_ASCII), LIMITS, false)
                        .count(Outcome.SKIPPED))
                .isEqualTo(1);
    }

    @Test
    void namesThatLeadOutOfTheArchiveAreRefusedAndLeadNowhere() throws IOException {
        Set<String> before = files();

        Upload upload = take(
                zip(
                        entry("../../vigie-slipped", images.get(0)),
                        entry("/tmp/vigie-slipped", images.get(0)),
                        entry("a\\..\\..\\b", images.get(0)),
                        entry("C:\\vigie-slipped", images.get(0)),
                        entry("fine..dcm", images.get(1))),
                LIMITS,
                false);

        assertThat(upload.entries().stream().map(Upload.Entry::outcome))
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.STORED);
        assertThat(upload.entries().getFirst().note()).isEqualTo("its name leads out of the archive");
        Set<String> after = files();
        after.removeAll(before);
        assertThat(after).allMatch(f -> f.startsWith("store/packs/") || f.startsWith("store/incoming"));
    }

    @Test
    void encryptedEntriesAreNamedAndTheOthersTaken() throws IOException {
        byte[] archive = zip(entry("secret", images.get(0)), entry("open", images.get(1)));
        // General purpose bit 0 of the first local header; its sizes are known, so that it can be passed over.
        archive[6] |= 1;

        Upload upload = take(archive, LIMITS, false);

        assertThat(upload.entries().stream().map(e -> e.name() + " " + e.outcome() + " " + e.note()))
                .containsExactly("secret FAILED encrypted", "open STORED null");
    }

    @Test
    void aBombEndsAtTheRatioAndNotBehindIt() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("good"));
            zip.write(images.get(0));
            zip.putNextEntry(new ZipEntry("bomb"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1_600; i++) {
                zip.write(zeros);
            }
        }

        Upload upload = take(file.toByteArray(), new UploadIntake.Limits(10, 64L << 30, 100), false);

        assertThat(upload.limit()).isEqualTo("unpacks to more than 100 times its length (vigie.web.max-ratio)");
        assertThat(upload.count(Outcome.STORED)).isEqualTo(1);
        assertThat(take(file.toByteArray(), new UploadIntake.Limits(10, 1 << 20, 100), false)
                        .limit())
                .isEqualTo("more than 1048576 bytes unpacked (vigie.web.max-unpacked-bytes)");
        assertThat(take(file.toByteArray(), new UploadIntake.Limits(1, 64L << 30, 100), false)
                        .limit())
                .isEqualTo("more than 1 files (vigie.web.max-entries)");
    }

    /** A byte that flipped on the CD or in the archive must not become a pixel value. */
    @Test
    void bytesWithoutTheChecksumOfTheArchiveAreNotStored() throws IOException {
        byte[] archive = zip(entry("1", images.get(0)), entry("2", images.get(1)), entry("text", new byte[] {'x'}));
        archive[30 + 1 + images.get(0).length - 100] ^= 1;

        Upload upload = take(archive, LIMITS, false);

        assertThat(outcomes(upload))
                .containsExactly(
                        "1 FAILED damaged: its bytes do not have the checksum (CRC-32) of the archive",
                        "2 STORED null",
                        "text SKIPPED no DICOM file");
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void aChecksumBehindTheBytesCountsAsWell() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (int i = 0; i < 3; i++) {
                zip.putNextEntry(new ZipEntry(Integer.toString(i)));
                zip.write(images.get(i));
            }
        }
        byte[] archive = file.toByteArray();
        int first = new String(archive, StandardCharsets.ISO_8859_1).indexOf("PK\7\10");
        archive[first + 4] ^= 1;

        assertThat(outcomes(take(archive, LIMITS, false)))
                .containsExactly(
                        "0 FAILED damaged: its bytes do not have the checksum (CRC-32) of the archive",
                        "1 STORED null",
                        "2 STORED null");
    }

    /** Such an entry has no length in front; a library that looks for its end holds all of it in memory. */
    @Test
    void anEntryStoredWithoutALengthIsNeitherGatheredNorStored() throws IOException {
        byte[] archive = zip(entry("1", images.get(0)));
        archive[6] |= 8;

        Upload upload = take(archive, LIMITS, false);

        assertThat(outcomes(upload).getFirst()).isEqualTo("1 FAILED packed by a method that is not read");
        assertThat(journal.size()).isZero();
    }

    private static List<String> outcomes(Upload upload) {
        return upload.entries().stream()
                .map(e -> e.name() + " " + e.outcome() + " " + e.note())
                .toList();
    }

    @Test
    void anArchiveThatBreaksOffKeepsWhatWasWhole() throws IOException {
        byte[] archive = zip(entry("1", images.get(0)), entry("2", images.get(1)));

        Upload upload = take(Arrays.copyOf(archive, archive.length * 2 / 3), LIMITS, false);

        assertThat(upload.entries().getFirst().outcome()).isEqualTo(Outcome.STORED);
        assertThat(upload.entries().getLast().note()).isEqualTo("archive ends early or is damaged here");
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void aFormWithFilesIsTaken() throws IOException {
        byte[] body = join(
                "--b\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"IM1\"\r\n\r\n",
                images.get(0),
                "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cd.zip\"\r\n\r\n",
                zip(entry("IM2", images.get(1))),
                "\r\n--b--\r\n");

        Upload upload = new UploadIntake(intake, LIMITS, "UPLOAD:x", false)
                .take(new ByteArrayInputStream(body), "multipart/form-data; boundary=b");

        assertThat(upload.entries().stream().map(e -> e.name() + " " + e.outcome()))
                .containsExactly("IM1 STORED", "IM2 STORED");
    }

    @Test
    void aPartThatBreaksOffIsNotStored() throws IOException {
        // An object without pixels is whole wherever an element ends: only the delimiter tells.
        byte[] whole = join("--b\r\n\r\n", images.get(0), "\r\n--b\r\n\r\n", images.get(1), "\r\n--b--\r\n");
        int first = 7 + images.get(0).length + 4 + 3;

        for (int length : new int[] {whole.length - 6, whole.length - 12, whole.length - 1_000, first + 20}) {
            List<StowResult> results = stow(Arrays.copyOf(whole, length));
            assertThat(results.getFirst()).as("%d bytes", length).isInstanceOf(StowResult.Stored.class);
            assertThat(results.getLast()).as("%d bytes", length).isInstanceOf(StowResult.Failed.class);
        }
        assertThat(journal.size()).isEqualTo(1);
        assertThat(stow(whole)).hasSize(2).allMatch(StowResult.Stored.class::isInstance);
        assertThat(stow(Arrays.copyOf(whole, whole.length - 2))).allMatch(StowResult.Stored.class::isInstance);
    }

    @Test
    void headerBombsAndEndlessPartsAreNamed() {
        String many = "--b\r\n" + "X-A: 1\r\n".repeat(100) + "\r\nx\r\n--b--\r\n";
        String wide = "--b\r\nX-A: " + "a".repeat(100_000) + "\r\n\r\nx\r\n--b--\r\n";
        String parts = "--b\r\n\r\nx\r\n".repeat(30) + "--b--\r\n";

        assertThat(broken(many)).isEqualTo("more than 32 header lines of a part");
        assertThat(broken(wide)).isEqualTo("a header line of a part is longer than 8192 bytes");
        List<StowResult> results = stowUnchecked(parts.getBytes(StandardCharsets.US_ASCII));
        assertThat(results).hasSize(21);
        assertThat(((StowResult.Failed) results.getLast()).rule())
                .isEqualTo("more than 20 parts (vigie.web.max-parts)");
        assertThat(broken("")).isEqualTo("no part");
    }

    private String broken(String body) {
        try {
            List<StowResult> results = MultipartFiles.each(
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)),
                    "multipart/related; boundary=\"b\"",
                    20,
                    part -> intake.take(part, "STOW:x", null),
                    () -> new StowResult.Failed(null, null, 0, "type"));
            return results.isEmpty() ? "no part" : "heard";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<StowResult> stowUnchecked(byte[] body) {
        try {
            return stow(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<StowResult> stow(byte[] body) throws IOException {
        return MultipartFiles.each(
                new ByteArrayInputStream(body),
                "multipart/related; type=\"application/dicom\"; boundary=\"b\"",
                20,
                part -> intake.take(part, "STOW:x", null),
                () -> new StowResult.Failed(null, null, 0, "type"));
    }

    private Upload take(byte[] body, UploadIntake.Limits limits, boolean dryRun) throws IOException {
        return new UploadIntake(intake, limits, "UPLOAD:x", dryRun)
                .take(new ByteArrayInputStream(body), "application/zip");
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            all.filter(Files::isRegularFile)
                    .forEach(f -> names.add(folder.relativize(f).toString()));
            return names;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Named(String name, byte[] content) {}

    private static Named entry(String name, byte[] content) {
        return new Named(name, content);
    }

    /** Stored, with its sizes in the local headers. */
    private static byte[] zip(Named... entries) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Named named : entries) {
                ZipEntry entry = new ZipEntry(named.name());
                entry.setSize(named.content().length);
                entry.setCompressedSize(named.content().length);
                java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                crc.update(named.content());
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(named.content());
                zip.closeEntry();
            }
        }
        return file.toByteArray();
    }

    private static byte[] part10(String sopClass) {
        byte[] uid = (sopClass + (sopClass.length() % 2 == 0 ? "" : "\0")).getBytes(StandardCharsets.US_ASCII);
        byte[] syntax = "1.2.840.10008.1.2.1\0".getBytes(StandardCharsets.US_ASCII);
        return join(
                new byte[128],
                "DICM",
                new byte[] {2, 0, 0, 0, 'U', 'L', 4, 0, (byte) (16 + uid.length + syntax.length), 0, 0, 0},
                new byte[] {2, 0, 2, 0, 'U', 'I', (byte) uid.length, 0},
                uid,
                new byte[] {2, 0, 0x10, 0, 'U', 'I', (byte) syntax.length, 0},
                syntax,
                new byte[] {4, 0, 0x30, 0x11, 'C', 'S', 0, 0});
    }

    private static byte[] join(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.writeBytes(
                    part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return all.toByteArray();
    }
}
