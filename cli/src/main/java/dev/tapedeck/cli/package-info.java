/** The command line; assembles everything, and alone prints. */
@NullMarked
package dev.tapedeck.cli;

import org.jspecify.annotations.NullMarked;
