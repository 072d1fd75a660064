@NullMarked
package org.vigie.notify.channel;

import org.jspecify.annotations.NullMarked;
