@NullMarked
package org.vigie.staging.domain.cohort;

import org.jspecify.annotations.NullMarked;
