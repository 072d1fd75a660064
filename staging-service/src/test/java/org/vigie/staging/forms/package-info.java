@NullMarked
package org.vigie.staging.forms;

import org.jspecify.annotations.NullMarked;
