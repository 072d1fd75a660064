@NullMarked
package org.vigie.staging.cli.cohort;

import org.jspecify.annotations.NullMarked;
