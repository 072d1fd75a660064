@NullMarked
package org.vigie.staging.reprocess;

import org.jspecify.annotations.NullMarked;
