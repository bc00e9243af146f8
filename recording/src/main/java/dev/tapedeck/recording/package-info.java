/** What happened: the model, its codecs, causal identity and the failure signature. */
@NullMarked
package dev.tapedeck.recording;

import org.jspecify.annotations.NullMarked;
