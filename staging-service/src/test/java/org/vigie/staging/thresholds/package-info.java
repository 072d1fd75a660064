@NullMarked
package org.vigie.staging.thresholds;

import org.jspecify.annotations.NullMarked;
