/** Reports of reprocessing in the object store. */
@NullMarked
package org.vigie.staging.storage;

import org.jspecify.annotations.NullMarked;
