@NullMarked
package org.vigie.notify;

import org.jspecify.annotations.NullMarked;
