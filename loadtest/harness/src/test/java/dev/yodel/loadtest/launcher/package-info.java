@NullMarked
package dev.yodel.loadtest.launcher;

import org.jspecify.annotations.NullMarked;
