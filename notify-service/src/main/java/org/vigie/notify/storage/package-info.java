@NullMarked
package org.vigie.notify.storage;

import org.jspecify.annotations.NullMarked;
