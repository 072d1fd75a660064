@NullMarked
package org.vigie.staging.intake;

import org.jspecify.annotations.NullMarked;
