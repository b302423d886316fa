/** Injectors as processes of this machine. */
@NullMarked
package dev.yodel.loadtest.distributed.local;

import org.jspecify.annotations.NullMarked;
