/** A person in a chat room: a client that resumes, and what it shows in a terminal or writes to a pipe. */
@NullMarked
package dev.yodel.loadtest.chat;

import org.jspecify.annotations.NullMarked;
