package org.vigie.ingest.dicom.wire;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Checks the body of an A-ASSOCIATE-RQ (PS3.8, 9.3.2) before the library sees it, which trusts lengths and
 * throws on repeated context ids.
 */
final class AssociateRequest {
    /** 128 contexts with forty transfer syntaxes each, and as much again of user information. */
    static final int MAX_BYTES = 1 << 18;

    private static final int FIXED = 68;
    private static final int AE_TITLES_AT = 4;
    private static final int AE_TITLES_END = 36;
    private static final int PRESENTATION_CONTEXT = 0x20;
    private static final int ABSTRACT_SYNTAX = 0x30;
    private static final int TRANSFER_SYNTAX = 0x40;
    private static final int USER_INFORMATION = 0x50;
    private static final int MAXIMUM_LENGTH = 0x51;
    private static final int MIN_PDU = 128;
    private static final int MAX_UID = 64;

    private AssociateRequest() {}

    /** A request that breaks the rules; the message names the rule. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String rule) {
            super(rule, null, false, false);
        }
    }

    /** @param body behind type, reserved byte and length; a maximum length beyond 2 GiB becomes 0, "unlimited" */
    static void check(byte[] body) throws BrokenException {
        require(body.length >= FIXED, "length");
        for (int i = AE_TITLES_AT; i < AE_TITLES_END; i++) {
            require((body[i] >= ' ' && body[i] <= '~' && body[i] != '\\') || body[i] == 0, "characters of an AE title");
        }
        BitSet ids = new BitSet(256);
        ByteBuffer items = ByteBuffer.wrap(body, FIXED, body.length - FIXED);
        while (items.hasRemaining()) {
            int type = type(items);
            ByteBuffer item = content(items);
            if (type == PRESENTATION_CONTEXT) {
                presentationContext(item, ids);
            } else if (type == USER_INFORMATION) {
                userInformation(item);
            }
        }
        require(!ids.isEmpty(), "no presentation context");
    }

    private static void presentationContext(ByteBuffer item, BitSet ids) throws BrokenException {
        require(item.remaining() >= 4, "length of a presentation context");
        int id = item.get() & 0xFF;
        item.position(item.position() + 3);
        require((id & 1) == 1, "even presentation context id");
        require(!ids.get(id), "presentation context id used twice");
        ids.set(id);
        int abstractSyntaxes = 0;
        int transferSyntaxes = 0;
        while (item.hasRemaining()) {
            int type = type(item);
            int length = content(item).remaining();
            if (type == ABSTRACT_SYNTAX || type == TRANSFER_SYNTAX) {
                require(length > 0 && length <= MAX_UID, "length of a UID");
            }
            abstractSyntaxes += type == ABSTRACT_SYNTAX ? 1 : 0;
            transferSyntaxes += type == TRANSFER_SYNTAX ? 1 : 0;
        }
        require(abstractSyntaxes == 1, "abstract syntaxes of a presentation context");
        require(transferSyntaxes > 0, "presentation context without a transfer syntax");
    }

    private static void userInformation(ByteBuffer item) throws BrokenException {
        while (item.hasRemaining()) {
            int type = type(item);
            ByteBuffer content = content(item);
            if (type == MAXIMUM_LENGTH) {
                require(content.remaining() == 4, "length of the maximum length");
                int length = content.getInt(content.position());
                require(length <= 0 || length >= MIN_PDU, "maximum length too small");
                if (length < 0) {
                    content.putInt(content.position(), 0);
                }
            }
        }
    }

    private static int type(ByteBuffer in) throws BrokenException {
        require(in.remaining() >= 4, "item header");
        int type = in.get() & 0xFF;
        in.get();
        return type;
    }

    /** The content behind the two length bytes; {@code in} moves past it. */
    private static ByteBuffer content(ByteBuffer in) throws BrokenException {
        int length = in.getShort() & 0xFFFF;
        require(length <= in.remaining(), "item longer than what holds it");
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static void require(boolean holds, String rule) throws BrokenException {
        if (!holds) {
            throw new BrokenException(rule);
        }
    }
}
