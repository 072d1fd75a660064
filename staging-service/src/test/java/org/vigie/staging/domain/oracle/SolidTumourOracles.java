package org.vigie.staging.domain.oracle;

import java.util.List;

/** Clinical rules sections 2 to 7. */
final class SolidTumourOracles {
    static final List<RuleOracle> ALL = List.of();

    private SolidTumourOracles() {}
}
