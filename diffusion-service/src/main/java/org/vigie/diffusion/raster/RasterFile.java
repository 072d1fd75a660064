package org.vigie.diffusion.raster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** Reads a volume by the ending of its name: {@code .nrrd}, {@code .nii}, {@code .nii.gz}. */
public final class RasterFile {
    private RasterFile() {}

    public sealed interface Result {
        record Read(RasterVolume volume) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    public static boolean isOne(Path file) {
        String name = name(file);
        return name.endsWith(".nrrd") || name.endsWith(".nii") || name.endsWith(".nii.gz");
    }

    /** @throws IOException if the file cannot be read; what is no volume is a refusal */
    public static Result read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return new Result.Read(
                    name(file).endsWith(".nrrd") ? NrrdReader.read(bytes) : NiftiReader.read(unzipped(bytes)));
        } catch (IOException | RuntimeException e) {
            return new Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "raster"));
        }
    }

    static byte[] unzipped(byte[] bytes) throws IOException {
        if (bytes.length < 2 || bytes[0] != (byte) 0x1f || bytes[1] != (byte) 0x8b) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
