@NullMarked
package org.vigie.embedded;

import org.jspecify.annotations.NullMarked;
