// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A tree as the server builds it: an array with the root at 0 and the leaves at its end, pairs hashed in sorted order.
library Merkle {
    function build(bytes32[] memory leaves) internal pure returns (bytes32[] memory tree) {
        uint256 count = leaves.length;
        tree = new bytes32[](2 * count - 1);
        for (uint256 i = 0; i < count; i++) {
            tree[tree.length - 1 - i] = leaves[i];
        }
        for (uint256 i = count - 1; i > 0; i--) {
            tree[i - 1] = _pair(tree[2 * i - 1], tree[2 * i]);
        }
    }

    function proofOf(bytes32[] memory tree, uint256 leafIndex) internal pure returns (bytes32[] memory proof) {
        uint256 at = tree.length - 1 - leafIndex;
        uint256 depth = 0;
        for (uint256 i = at; i > 0; i = (i - 1) / 2) {
            depth++;
        }
        proof = new bytes32[](depth);
        for (uint256 d = 0; d < depth; d++) {
            proof[d] = tree[at % 2 == 1 ? at + 1 : at - 1];
            at = (at - 1) / 2;
        }
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
