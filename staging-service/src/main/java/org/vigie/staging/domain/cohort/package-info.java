/** Statistics of a cohort: rates, distributions, ROC areas and survival. */
@NullMarked
package org.vigie.staging.domain.cohort;

import org.jspecify.annotations.NullMarked;
