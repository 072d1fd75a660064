package org.vigie.diffusion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.vigie.mr.dicom.ParserLimits;

/**
 * How large a header may be before it is no longer read; pixel data count for none. The same keys, defaults and ranges as
 * in ingest: what ingest took within them is measured, and what is beyond them fails by name.
 */
@ConfigMapping(prefix = "vigie.dicom.limits")
public interface LimitsConfig {
    /** Sequences inside sequences. */
    @WithDefault("32")
    @Min(1)
    @Max(256)
    int depth();

    /** With those of items and the items themselves. */
    @WithDefault("2000000")
    @Min(1000)
    int elements();

    /** Of one value that is text, numbers or identifiers. */
    @WithDefault("16777216")
    @Min(65536)
    int valueBytes();

    /** Of all values that are held to look at the header. */
    @WithDefault("167772160")
    @Min(1048576)
    long headerBytes();

    /** Of a deflated data set when it is unpacked. */
    @WithDefault("2147483648")
    @Min(1048576)
    long inflatedBytes();

    default ParserLimits parser() {
        return new ParserLimits(depth(), elements(), valueBytes(), headerBytes(), inflatedBytes());
    }
}
