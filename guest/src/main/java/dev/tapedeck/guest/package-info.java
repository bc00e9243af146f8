/** What runs beside the user's code, per language. */
@NullMarked
package dev.tapedeck.guest;

import org.jspecify.annotations.NullMarked;
