/** What a run measured, and its forms: JSON, histogram log, console. */
@NullMarked
package dev.yodel.loadtest.result;

import org.jspecify.annotations.NullMarked;
