package org.vigie.staging.domain.rules;

import org.jspecify.annotations.Nullable;

/** @param question null if the finding is made anew each time */
record NacAnswer(Finding finding, @Nullable NacQuestion question) {}
