package org.tocsin.platform.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;
import org.tocsin.platform.OwnerOnly;
import org.tocsin.platform.StartRefused;

/**
 * The form of the key file: JSON, the key that wraps data keys as a cleartext Tink keyset, each MAC key as Base64 of 32 bytes.
 *
 * <p>What is wrong with a file is told without a word of what stands in it.
 */
record KeyFile(
        @JsonProperty(required = true) int version,
        @JsonProperty(required = true) JsonNode keyEncryption,
        @JsonProperty(required = true) byte[] lookup,
        @JsonProperty(required = true) byte[] seal,
        @JsonProperty(required = true) byte[] returnPath) {

    private static final int VERSION = 1;
    private static final int MAC_KEY_BYTES = 32;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** New keys from the platform's secure random source. */
    static KeyFile generate() {
        try {
            AeadConfig.register();
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return new KeyFile(VERSION, json(keyset), macKey(), macKey(), macKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make an AES-256-GCM key", e);
        }
    }

    private static JsonNode json(KeysetHandle keyset) throws GeneralSecurityException {
        try {
            return JSON.readTree(TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
        } catch (JsonProcessingException e) {
            throw new GeneralSecurityException("Tink writes a keyset that is no JSON"); // the cause quotes keys
        }
    }

    /**
     * Reads and checks the keys in a file.
     *
     * @throws StartRefused when the file is missing, open to others, or not a key file
     */
    static KeyRing read(Path file) {
        try {
            return load(file).keyRing();
        } catch (GeneralSecurityException e) {
            throw notAKeyFile(file);
        }
    }

    /**
     * Reads the file, and checks its keys.
     *
     * @throws StartRefused as {@link #read} does
     */
    static KeyFile load(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new StartRefused("There is no key file at " + file + ".");
            }
            if (!OwnerOnly.isPrivate(file)) {
                throw new StartRefused(
                        "The key file " + file + " can be read by others than its owner."
                                + " Take their rights away (chmod 600) and, if anybody may have read it, look into that first.");
            }
            KeyFile keys = JSON.readValue(Files.readAllBytes(file), KeyFile.class);
            keys.keyRing();
            return keys;
        } catch (JsonProcessingException | GeneralSecurityException | IllegalArgumentException e) {
            throw notAKeyFile(file);
        } catch (IOException e) {
            throw new StartRefused("The key file " + file + " cannot be read.", e);
        }
    }

    /** Neither message nor cause of what was wrong goes on: both may quote keys. */
    private static StartRefused notAKeyFile(Path file) {
        return new StartRefused("The file " + file + " is not a key file of Tocsin (version " + VERSION + ").");
    }

    /** The same keys with other wrapping keys. */
    KeyFile withWrappingKeys(Consumer<KeysetHandle.Builder> change) throws GeneralSecurityException {
        KeysetHandle.Builder keyset = KeysetHandle.newBuilder(keyset());
        change.accept(keyset);
        return new KeyFile(version, json(keyset.build()), lookup, seal, returnPath);
    }

    /** Writes the keys to a file that only its owner may read; a missing folder is made for the owner alone too. */
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.notExists(folder)) {
            OwnerOnly.folder(folder);
        }
        OwnerOnly.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    private KeyRing keyRing() throws GeneralSecurityException {
        if (version != VERSION
                || lookup.length != MAC_KEY_BYTES
                || seal.length != MAC_KEY_BYTES
                || returnPath.length != MAC_KEY_BYTES
                || Arrays.equals(lookup, seal)
                || Arrays.equals(seal, returnPath)
                || Arrays.equals(returnPath, lookup)) {
            throw new IllegalArgumentException("another version, or MAC keys that are too short or the same");
        }
        return new LoadedKeyRing(keyset(), lookup, seal, returnPath);
    }

    private KeysetHandle keyset() throws GeneralSecurityException {
        AeadConfig.register();
        return TinkJsonProtoKeysetFormat.parseKeyset(keyEncryption.toString(), InsecureSecretKeyAccess.get());
    }

    private static byte[] macKey() {
        byte[] key = new byte[MAC_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    @Override
    public String toString() {
        return "KeyFile[...]";
    }
}
