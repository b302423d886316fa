/** One run: its time line, recorder and count, its intervals, and how it begins and ends. */
@NullMarked
package dev.yodel.loadtest.run;

import org.jspecify.annotations.NullMarked;
