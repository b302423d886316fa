/** A line for each call that ended, written by a thread of its own. */
@NullMarked
package dev.yodel.service.accesslog;

import org.jspecify.annotations.NullMarked;
