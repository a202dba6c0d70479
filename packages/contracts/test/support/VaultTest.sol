// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MockUsdt} from "../../solidity/MockUsdt.sol";
import {SeasonVault} from "../../solidity/SeasonVault.sol";
import {Merkle} from "./Merkle.sol";
import {Vm} from "./Vm.sol";

/// @dev A vault with an open season, and what all tests of it need. The test contract itself owns vault and token.
abstract contract VaultTest {
    bool public constant IS_TEST = true;
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint96 internal constant FEE = 25_000_000;
    uint256 internal constant SEASON = 0x0123456789abcdef01234567;
    address internal constant TREASURY = address(0x7EA5);
    address internal constant STRANGER = address(0x57A6);

    MockUsdt internal usdt;
    SeasonVault internal vault;
    uint64 internal entryDeadline;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        usdt = new MockUsdt();
        vault = new SeasonVault(IERC20(address(usdt)), address(this), TREASURY);
        entryDeadline = uint64(block.timestamp + 7 days);
        vault.openSeason(SEASON, FEE, entryDeadline);
    }

    function player(uint256 i) internal pure returns (address) {
        return address(uint160(0x1000_0000 + i));
    }

    function give(address account, uint256 amount) internal {
        usdt.mint(account, amount);
        if (usdt.allowance(account, address(vault)) == 0) {
            vm.prank(account);
            usdt.approve(address(vault), type(uint256).max);
        }
    }

    function enterAs(address account) internal {
        give(account, FEE);
        vm.prank(account);
        vault.enter(SEASON, account);
    }

    function enterMany(uint256 count) internal {
        for (uint256 i = 0; i < count; i++) {
            enterAs(player(i));
        }
    }

    function fundWith(uint256 amount) internal {
        give(address(this), amount);
        vault.fund(SEASON, amount);
    }

    /// @dev The tree of prizes `amounts[i]` for `player(i)`.
    function treeOf(uint256[] memory amounts) internal view returns (bytes32[] memory) {
        bytes32[] memory leaves = new bytes32[](amounts.length);
        for (uint256 i = 0; i < amounts.length; i++) {
            leaves[i] = vault.leafOf(SEASON, player(i), amounts[i]);
        }
        return Merkle.build(leaves);
    }

    /// @dev `total` over `count` prizes as evenly as whole units allow.
    function split(uint256 total, uint256 count) internal pure returns (uint256[] memory amounts) {
        amounts = new uint256[](count);
        for (uint256 i = 0; i < count; i++) {
            amounts[i] = total / count + (i < total % count ? 1 : 0);
        }
    }

    function toDeadline() internal {
        vm.warp(entryDeadline);
    }

    function claimDeadline() internal view returns (uint64) {
        return uint64(block.timestamp + 90 days);
    }

    /// @dev `count` entrants, then the season is settled with 85 % over as many prizes.
    function settleWith(uint256 count) internal returns (uint256[] memory amounts, bytes32[] memory tree) {
        enterMany(count);
        toDeadline();
        uint256 fees = uint256(FEE) * count;
        uint256 feeShare = (fees * 1_500) / 10_000;
        amounts = split(fees - feeShare, count);
        tree = treeOf(amounts);
        vault.setRoot(SEASON, tree[0], uint128(fees - feeShare), uint128(feeShare), claimDeadline());
    }

    function claimFor(uint256 i, uint256[] memory amounts, bytes32[] memory tree) internal {
        vault.claim(SEASON, player(i), amounts[i], Merkle.proofOf(tree, i));
    }

    function eq(uint256 actual, uint256 expected, string memory what) internal pure {
        require(actual == expected, what);
    }

    function state() internal view returns (SeasonVault.State) {
        return vault.seasonOf(SEASON).state;
    }

    function wrongState() internal view returns (bytes memory) {
        return abi.encodeWithSelector(SeasonVault.WrongState.selector, state());
    }
}
