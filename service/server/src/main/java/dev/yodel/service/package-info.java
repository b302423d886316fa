/**
 * The Greeting/Echo server: its settings, its composition root and its program.
 */
@NullMarked
package dev.yodel.service;

import org.jspecify.annotations.NullMarked;
