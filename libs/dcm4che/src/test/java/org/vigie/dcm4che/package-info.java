/** Checks of the restored API, for this module and, as a test-jar, for those that use it. */
@NullMarked
package org.vigie.dcm4che;

import org.jspecify.annotations.NullMarked;
