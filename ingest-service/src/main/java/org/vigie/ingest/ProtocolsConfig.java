package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of completeness, by name: {@code vigie.protocols.NAME.*}. */
@ConfigMapping(prefix = "vigie.protocols")
public interface ProtocolsConfig {
    @WithParentName
    Map<String, Rule> rules();

    interface Rule {
        /** {@code dwi}, {@code wb-dwi} or {@code dce}. */
        Kind kind();

        @WithDefault("true")
        boolean enabled();

        /** Body Part Examined. */
        Optional<List<String>> bodyParts();

        /** Regular expression, found anywhere in a description of study, series, protocol or procedure; any case. */
        Optional<String> description();

        /** Also studies that name no region. */
        @WithDefault("false")
        boolean whenUnstated();

        /** Also studies of a region no rule names. */
        @WithDefault("false")
        boolean otherwise();

        /** A study without any such image is incomplete, too. */
        @WithDefault("false")
        boolean required();

        /** s/mm². */
        @WithDefault("50")
        double lowB();

        /** s/mm². */
        @WithDefault("600")
        double highB();

        /** Phases before the contrast agent. */
        @WithDefault("1")
        int preContrast();

        /** Phases after it. */
        @WithDefault("2")
        int postContrast();

        /** Table positions; 0 where only the coverage counts. */
        @WithDefault("0")
        int stations();

        /** From the first to the last slice. */
        @WithDefault("800")
        double coverageMm();

        /** Diffusion images that reach so far are of the whole body. */
        @WithDefault("500")
        double fromCoverageMm();
    }

    enum Kind {
        DWI,
        WB_DWI,
        DCE
    }
}
