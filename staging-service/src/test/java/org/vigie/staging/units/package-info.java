@NullMarked
package org.vigie.staging.units;

import org.jspecify.annotations.NullMarked;
