@NullMarked
package org.vigie.staging.hl7;

import org.jspecify.annotations.NullMarked;
