/** Load plans in files. */
@NullMarked
package dev.yodel.loadtest.plan.file;

import org.jspecify.annotations.NullMarked;
