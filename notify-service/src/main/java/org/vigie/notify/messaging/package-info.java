@NullMarked
package org.vigie.notify.messaging;

import org.jspecify.annotations.NullMarked;
