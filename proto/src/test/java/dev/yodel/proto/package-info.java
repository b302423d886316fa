@NullMarked
package dev.yodel.proto;

import org.jspecify.annotations.NullMarked;
